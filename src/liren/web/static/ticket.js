// Counts a ticket down beside its mark and shows the page again when it has run out.
const place = document.querySelector("[data-ticket-until]");
const mark = place?.querySelector(".risk");
const until = Date.parse(place?.dataset.ticketUntil ?? "");

if (mark && until) {
  const words = document.createElement("span");
  words.className = "num";
  words.setAttribute("aria-hidden", "true");
  mark.append(" ", words);
  const tick = () => {
    const left = Math.max(0, Math.round((until - Date.now()) / 1000));
    words.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left === 0) window.location.reload();
    else setTimeout(tick, 1000);
  };
  if (until > Date.now()) tick();
}
