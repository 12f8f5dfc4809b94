// Live messages: one stream a page, open while the page is seen. Any element with data-live="cases" (or "notices")
// gets the event liren:live with the messages that concern it: data-live-area narrows to an area, data-live-subject
// to one case, data-live-own to what lies with oneself; liren:resync says that there was more than could be told. Nothing on the page moves by itself.
const since = document.querySelector("script[data-live-since]").dataset.liveSince;
const bars = [...document.querySelectorAll("[data-newbar]")].map(bar);
const known = new Set();
let stream = null, last = "", pause = 1000, later = 0, doubt = 0, over = !window.EventSource;

function open() {
  clearTimeout(later);
  if (stream || over || document.hidden) return;
  stream = new EventSource("/events?" + new URLSearchParams(last ? { since, last } : { since }));
  stream.addEventListener("beat", (event) => { last = event.lastEventId; settled(); });
  stream.addEventListener("message", (event) => { last = event.lastEventId; tell(JSON.parse(event.data)); });
  stream.addEventListener("resync", (event) => { last = event.lastEventId; bars.forEach((one) => one.unsure()); document.dispatchEvent(new Event("liren:resync")); });
  stream.addEventListener("over", () => { over = true; close(); bars.forEach((one) => one.alone()); });
  stream.onerror = lost;
}

function close() {
  clearTimeout(later);
  clearTimeout(doubt);
  doubt = 0;
  stream?.close();
  stream = null;
}

function settled() {
  pause = 1000;
  clearTimeout(doubt);
  doubt = 0;
  bars.forEach((one) => one.together());
}

// A browser asks again by itself after a broken line; after an answer that is none (a proxy's 502) it does not.
function lost() {
  doubt ||= setTimeout(() => bars.forEach((one) => one.alone()), 10000);
  if (stream?.readyState !== EventSource.CLOSED) return;
  stream = null;
  later = setTimeout(open, pause * (0.5 + Math.random()));
  pause = Math.min(pause * 2, 60000);
}

function tell(messages) {
  const fresh = messages.filter(({ id, feed }) => !known.has(feed + id) && known.add(feed + id));
  for (const place of document.querySelectorAll("[data-live]")) {
    const { live, liveArea = "", liveSubject, liveOwn } = place.dataset;
    const detail = fresh.filter((one) => one.feed === live && one.area.startsWith(liveArea)
      && (!liveSubject || one.subject === liveSubject) && (liveOwn === undefined || one.own));
    if (detail.length) place.dispatchEvent(new CustomEvent("liren:live", { bubbles: true, detail }));
  }
}

// The bar over a list: a link to the same page, hidden until there is a reason to follow it. What stands in the list
// already has changed; what does not, and is in one of its states, is new.
function bar(link) {
  const { states = "", fresh, changed, unsure, alone } = link.dataset;
  const added = new Set(), moved = new Set();
  const say = (words) => { link.querySelector("[data-said]").textContent = words; link.hidden = false; };
  link.addEventListener("liren:live", ({ detail }) => {
    for (const { subject, state } of detail) {
      const shown = link.dataset.liveSubject || document.querySelector(`[data-case="${CSS.escape(subject)}"]`);
      if (shown) moved.add(subject);
      else if (!states || states.split(" ").includes(state)) added.add(subject);
    }
    const words = [[fresh, added], [changed, moved]].filter(([, set]) => set.size).map(([said, set]) => said.replace("{n}", set.size));
    if (words.length) say(words.join(link.dataset.comma));
  });
  link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
  const quiet = () => !added.size && !moved.size;
  let doubtful = false;
  return {
    unsure: () => quiet() && say(unsure),
    alone: () => { if (link.hidden) { doubtful = true; say(alone); } },
    together: () => { if (doubtful && quiet()) link.hidden = true; doubtful = false; },
  };
}

for (const badge of document.querySelectorAll("[data-live-count]")) {
  badge.addEventListener("liren:live", ({ detail }) => {
    const number = badge.querySelector("[data-live-number]");
    badge.dataset.liveCount = Number(badge.dataset.liveCount) + detail.length;
    number.firstChild.data = Number(badge.dataset.liveCount).toLocaleString("en");
    number.hidden = false;
  });
}

document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
if (over) bars.forEach((one) => one.alone());
