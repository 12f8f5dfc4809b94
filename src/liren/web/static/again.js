// A page that says how far a long piece of work is: asks for that part alone and puts in what has changed. When the work
// is over (204) the page loads anew and shows what came of it. data-again may say every how many milliseconds. Without this
// script the page reloads itself, or offers to.
const EVERY = Number(document.querySelector("[data-again]")?.dataset.again) || 400;

async function look() {
  const answer = await fetch(`${location.pathname}?look`).catch(() => null);
  if (answer?.status === 204) return location.reload();
  if (answer?.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  setTimeout(look, answer ? EVERY : 5 * EVERY);
}

function put(page) {
  const fresh = page.querySelectorAll("[data-again] [data-part]");
  document.querySelectorAll("[data-again] [data-part]").forEach((part, n) => {
    const now = fresh[n];
    if (!now || now.outerHTML === part.outerHTML) return;
    for (const name of part.getAttributeNames()) if (!now.hasAttribute(name)) part.removeAttribute(name);
    for (const name of now.getAttributeNames()) part.setAttribute(name, now.getAttribute(name));
    if (part.innerHTML !== now.innerHTML) part.innerHTML = now.innerHTML;
  });
}

setTimeout(look, EVERY);
