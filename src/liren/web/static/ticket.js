// Counts a ticket down beside its mark and shows the page again when it has run out.
const place = document.querySelector("[data-ticket-until]");
const mark = place?.querySelector(".risk");
const until = Date.parse(place?.dataset.ticketUntil ?? "");

const words = [...(mark?.childNodes ?? [])].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()).pop();

if (words && until > Date.now()) {
  const tick = () => {
    const left = Math.max(0, Math.round((until - Date.now()) / 1000));
    words.data = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left === 0) window.location.reload();
    else setTimeout(tick, 1000);
  };
  mark.classList.add("num");
  tick();
}
