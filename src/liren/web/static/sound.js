// The sound of the command board: two made tones, again and again while an alarm of level 3 rings that nobody has seen.
// A browser plays nothing before a click; whether the sound is wanted is remembered in this browser.
const button = document.querySelector("[data-sound]");
const KEPT = "liren.command.sound", EVERY = 4000;
const HIGH = 880, LOW = 660; // hertz, far enough apart to be heard by whoever hears one of them badly
let audio = null, ringing = Number(document.querySelector("[data-ringing]")?.dataset.ringing ?? 0);

function tone(pitch, at) {
  const source = audio.createOscillator(), loud = audio.createGain();
  source.frequency.value = pitch;
  loud.gain.setValueAtTime(0, at);
  loud.gain.linearRampToValueAtTime(0.4, at + 0.02);
  loud.gain.setValueAtTime(0.4, at + 0.28);
  loud.gain.linearRampToValueAtTime(0, at + 0.32);
  source.connect(loud).connect(audio.destination);
  source.start(at);
  source.stop(at + 0.34);
}

function ring() {
  if (button.dataset.sound !== "ringing") return;
  for (const n of [0, 1, 2]) { tone(HIGH, audio.currentTime + n * 0.8); tone(LOW, audio.currentTime + n * 0.8 + 0.36); }
  button.dataset.rung = String(Number(button.dataset.rung ?? 0) + 1);
}

function show() {
  const wanted = localStorage.getItem(KEPT), running = audio?.state === "running";
  const state = wanted === "muted" ? "muted" : wanted !== "on" ? "off" : !running ? "again" : ringing ? "ringing" : "armed";
  const began = state === "ringing" && button.dataset.sound !== "ringing";
  button.dataset.sound = state;
  const words = button.dataset[`said${state[0].toUpperCase()}${state.slice(1)}`];
  const said = button.querySelector("[data-sound-said]");
  if (said.textContent !== words) said.textContent = words;
  button.setAttribute("aria-pressed", String(state === "armed" || state === "ringing"));
  if (began) ring();
}

function open() {
  audio ??= new AudioContext();
  audio.onstatechange = show;
  return audio.resume();
}

button.addEventListener("click", () => {
  const on = button.dataset.sound === "armed" || button.dataset.sound === "ringing";
  localStorage.setItem(KEPT, on ? "muted" : "on");
  if (on) { show(); return; }
  void open().then(() => { if (!ringing) tone(HIGH, audio.currentTime); show(); });
});

if (window.AudioContext) {
  button.hidden = false;
  if (localStorage.getItem(KEPT) === "on") void open(); // plays at once where the browser of a wall is allowed to
  document.addEventListener("liren:ringing", ({ detail }) => { ringing = detail; show(); });
  setInterval(ring, EVERY);
  show();
}
