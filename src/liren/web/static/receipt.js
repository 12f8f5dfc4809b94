// What a phone can do with a receipt beside showing it: copy the number, read it aloud (print.js prints). Each button appears only
// where the device can do it; reading aloud needs a Chinese voice (zh) of the device itself.
const shown = (name) => document.querySelectorAll(`[data-${name}]`);

if (navigator.clipboard) {
  shown("copy").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.querySelector("span").textContent = button.dataset.done;
    });
  });
}

function voices() {
  const voice = speechSynthesis.getVoices().find(({ lang }) => lang.toLowerCase().startsWith("zh"));
  if (voice) shown("read").forEach((button) => { button.hidden = false; });
  return voice;
}

if ("speechSynthesis" in window) {
  voices();
  speechSynthesis.addEventListener?.("voiceschanged", voices);
  shown("read").forEach((button) => button.addEventListener("click", () => {
    speechSynthesis.cancel();
    const said = new SpeechSynthesisUtterance(button.dataset.read);
    said.voice = voices();
    said.lang = said.voice?.lang ?? "zh-CN";
    said.rate = 0.9;
    speechSynthesis.speak(said);
  }));
}
