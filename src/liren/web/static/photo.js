// Photos are made small on the phone before they travel: at most 1600 px, JPEG. Whatever the phone cannot read is sent
// as it is; the server cleans every photo anyway. Works on every <input type="file" data-shrink>: when files are chosen,
// they are replaced by their small copies, so forms, drafts and previews need to know nothing of it.
const SIDE = 1600;
const SMALL = 400_000;

async function shrunk(file) {
  if (!file.type.startsWith("image/") && !/\.hei[cf]$/i.test(file.name)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL && file.type === "image/jpeg") return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

async function shrink(input) {
  const form = input.form;
  const held = form ? [...form.querySelectorAll("button:not([type=button])")].filter((b) => !b.disabled) : [];
  held.forEach((button) => { button.disabled = true; });
  const small = new DataTransfer();
  for (const file of input.files) small.items.add(await shrunk(file));
  input.files = small.files;
  held.forEach((button) => { button.disabled = false; });
  input.dispatchEvent(new CustomEvent("shrunk", { bubbles: true }));
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.matches?.("input[type=file][data-shrink]") && input.files.length) shrink(input);
});

// The chosen photos show at once in the [data-previews] box of the same form, read from the phone itself.
document.addEventListener("shrunk", ({ target }) => {
  const box = target.form?.querySelector("[data-previews]");
  if (!box) return;
  box.querySelectorAll("[data-preview]").forEach((old) => { URL.revokeObjectURL(old.firstChild.src); old.remove(); });
  for (const file of target.files) {
    const cell = document.createElement("div");
    cell.className = "shot shot-pic";
    cell.dataset.preview = "";
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    cell.append(image);
    box.append(cell);
  }
});
