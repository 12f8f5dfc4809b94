// 按远近排: late and due first, then the nearest. The position is asked for when the button is pressed, and stays here.
const corner = document.querySelector("[data-near]");
const list = document.querySelector("[data-tasks]");
const METRES_A_DEGREE = 111320;

function metres(task, { longitude, latitude }) {
  if (!task.dataset.lon) return Infinity;
  const east = (task.dataset.lon - longitude) * Math.cos((latitude * Math.PI) / 180);
  return Math.hypot(east, task.dataset.lat - latitude) * METRES_A_DEGREE;
}

function show(task, far, said) {
  if (!Number.isFinite(far)) return;
  const near = far < 995;
  const unit = document.createElement("small");
  unit.textContent = ` ${near ? said.dataset.metres : said.dataset.far}`;
  task.querySelector(".far").replaceChildren(near ? String(Math.round(far / 10) * 10) : (far / 1000).toFixed(1), unit);
}

if (corner && list && navigator.geolocation) {
  const said = corner.querySelector("[role=status]");
  corner.hidden = false;
  corner.querySelector("button").addEventListener("click", () => {
    said.textContent = said.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const tasks = [...list.children].map((task) => ({ task, far: metres(task, coords) }));
        const first = ({ task }) => ("first" in task.dataset ? 0 : 1);
        tasks.sort((a, b) => first(a) - first(b) || a.far - b.far);
        tasks.forEach(({ task, far }) => { show(task, far, said); list.append(task); });
        said.textContent = said.dataset.done;
      },
      () => { said.textContent = said.dataset.fail; },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
