// Paint on a photo by finger, mouse or keyboard. What is painted goes to the program as points, in shares of
// the photo; what comes of it is worked out there.

const SIZES = [0.008, 0.015, 0.03, 0.055, 0.1];
const ZOOMS = [1, 1.6, 2.5, 4];
const MOST_POINTS = 5800;
const MOST_IN_ONE = 1900;
const COLOURS = { keep: "rgba(0, 150, 70, .6)", erase: "rgba(220, 0, 40, .6)", hide: "rgba(30, 30, 30, .8)" };
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function load(address, then) {
  const picture = new Image();
  picture.addEventListener("load", () => then(picture));
  picture.src = address;
}

export function start(form) {
  const box = form.querySelector("[data-editor]");
  const handles = form.querySelector("[data-handles]");
  const canvas = box.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const said = box.querySelector("[data-said]");
  const main = form.querySelector("[data-main] span");
  const idle = form.dataset.kind === "cut" ? main.textContent : form.dataset.apply;
  const pointers = new Map();
  let strokes = [], gone = [], size = 2, zoom = 0, open = null, photo = null, veil = null, keys = false;
  const at = { x: 0.5, y: 0.5 }, middle = { x: 0.5, y: 0.5 };

  const tool = () => form.querySelector("[name=tool]:checked").value;
  const radius = () => Math.max(SIZES[size] / ZOOMS[zoom], 0.003);
  const points = () => strokes.reduce((sum, one) => sum + one.p.length, 0);
  const wide = () => canvas.clientWidth, high = () => canvas.clientHeight;
  const scale = () => Math.min(wide() / photo.width, high() / photo.height) * ZOOMS[zoom];
  const longest = () => Math.max(photo.width, photo.height);

  function settle() {
    const halfWide = Math.min(0.5, wide() / (2 * photo.width * scale()));
    const halfHigh = Math.min(0.5, high() / (2 * photo.height * scale()));
    middle.x = clamp(middle.x, halfWide, 1 - halfWide);
    middle.y = clamp(middle.y, halfHigh, 1 - halfHigh);
  }

  function corner() {
    return [wide() / 2 - middle.x * photo.width * scale(), high() / 2 - middle.y * photo.height * scale()];
  }

  function place(event) {
    const seen = canvas.getBoundingClientRect();
    const [left, top] = corner();
    const x = (event.clientX - seen.left - canvas.clientLeft - left) / (photo.width * scale());
    const y = (event.clientY - seen.top - canvas.clientTop - top) / (photo.height * scale());
    return { x: clamp(x, 0, 1), y: clamp(y, 0, 1) };
  }

  function trace(stroke) {
    pen.strokeStyle = COLOURS[stroke.do];
    pen.lineWidth = 2 * stroke.r * longest() * scale();
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    const [left, top] = corner();
    stroke.p.forEach(([x, y], n) => {
      const spot = [left + x * photo.width * scale(), top + y * photo.height * scale()];
      if (!n) pen.moveTo(...spot);
      pen.lineTo(...spot);
    });
    pen.stroke();
  }

  function cursor() {
    const [left, top] = corner();
    const spot = [left + at.x * photo.width * scale(), top + at.y * photo.height * scale()];
    for (const [colour, width] of [["#FFFFFF", 5], ["#000000", 2]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.beginPath();
      pen.arc(...spot, Math.max(radius() * longest() * scale(), 4), 0, 7);
      pen.moveTo(spot[0] - 8, spot[1]);
      pen.lineTo(spot[0] + 8, spot[1]);
      pen.moveTo(spot[0], spot[1] - 8);
      pen.lineTo(spot[0], spot[1] + 8);
      pen.stroke();
    }
  }

  function draw() {
    if (!photo) return;
    canvas.style.height = `${Math.round(Math.min((box.clientWidth * photo.height) / photo.width, window.innerHeight * 0.6))}px`;
    const fine = window.devicePixelRatio || 1;
    canvas.width = Math.round(wide() * fine);
    canvas.height = Math.round(high() * fine);
    settle();
    pen.setTransform(fine, 0, 0, fine, 0, 0);
    const [left, top] = corner();
    const area = [left, top, photo.width * scale(), photo.height * scale()];
    pen.drawImage(photo, ...area);
    if (veil) pen.drawImage(veil, ...area);
    strokes.forEach(trace);
    if (keys) cursor();
  }

  function tell() {
    const full = points() >= MOST_POINTS;
    said.textContent = full ? said.dataset.full : strokes.length ? said.dataset.strokesWords.replace("{n}", strokes.length) : "";
    main.textContent = strokes.length ? form.dataset.apply : idle;
    const able = { undo: strokes.length, redo: gone.length, smaller: size, bigger: size < SIZES.length - 1, in: zoom < ZOOMS.length - 1, out: zoom };
    for (const button of handles.querySelectorAll("[data-act]")) button.disabled = !able[button.dataset.act];
    // There is nothing to move while the whole photo is seen.
    box.querySelector("[data-move]").hidden = !zoom;
    if (!zoom && tool() === "move") box.querySelector("[name=tool]").checked = true;
    draw();
  }

  function begin(spot) {
    if (points() >= MOST_POINTS) return null;
    const stroke = { do: tool(), r: +radius().toFixed(4), p: [] };
    strokes.push(stroke);
    gone = [];
    add(stroke, spot);
    return stroke;
  }

  function add(stroke, spot) {
    stroke.p.push([+spot.x.toFixed(4), +spot.y.toFixed(4)]);
    Object.assign(at, spot);
  }

  function stretch(spot) {
    const [x, y] = open.p[open.p.length - 1];
    const far = Math.hypot((spot.x - x) * photo.width, (spot.y - y) * photo.height) / longest();
    if (far < open.r * 0.3 || points() >= MOST_POINTS) return;
    if (open.p.length >= MOST_IN_ONE) open = begin({ x, y });
    if (open) add(open, spot);
  }

  function pan(event, last) {
    middle.x -= (event.clientX - last.x) / (photo.width * scale()) / pointers.size;
    middle.y -= (event.clientY - last.y) / (photo.height * scale()) / pointers.size;
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button || !photo) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, moved: false });
    keys = false;
    if (pointers.size > 1 && open) {
      // A second finger moves the photo: what the first one has begun was no stroke.
      strokes.pop();
      open = null;
    } else if (pointers.size === 1 && tool() !== "move") open = begin(place(event));
    tell();
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    if (open) stretch(place(event));
    else if (Math.hypot(event.clientX - last.x, event.clientY - last.y) > 3 || last.moved) {
      pan(event, last);
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, moved: true });
    }
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      const last = pointers.get(event.pointerId);
      if (last && !last.moved && tool() === "move") Object.assign(middle, place(event));
      pointers.delete(event.pointerId);
      open = null;
      tell();
    });
  }
  canvas.addEventListener("keydown", (event) => {
    if (!photo) return;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) {
      const step = radius() * longest() * (event.shiftKey ? 4 : 1);
      at.x = clamp(at.x + (way[0] * step) / photo.width, 0, 1);
      at.y = clamp(at.y + (way[1] * step) / photo.height, 0, 1);
      if (zoom) Object.assign(middle, at);
    } else if (event.key === " " || event.key === "Enter") {
      if (tool() === "move") Object.assign(middle, at);
      else begin({ ...at });
    } else return;
    event.preventDefault();
    keys = true;
    tell();
  });
  canvas.addEventListener("focus", () => { keys = canvas.matches(":focus-visible"); draw(); });
  canvas.addEventListener("blur", () => { keys = false; draw(); });

  const acts = {
    undo: () => gone.push(strokes.pop()),
    redo: () => strokes.push(gone.pop()),
    smaller: () => { size -= 1; },
    bigger: () => { size += 1; },
    in: () => { zoom += 1; Object.assign(middle, at); },
    out: () => { zoom -= 1; },
  };
  handles.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button || button.disabled) return;
    acts[button.dataset.act]();
    tell();
  });
  form.addEventListener("submit", () => {
    form.querySelector("[data-strokes]").value = strokes.length ? JSON.stringify(strokes.map((one) => ({ ...one, do: one.do === "erase" ? "erase" : "keep" }))) : "";
  });
  // What was drawn goes along to another page of the editor; it can be taken back there.
  for (const link of document.querySelectorAll("[data-mode]")) {
    link.addEventListener("click", (event) => {
      if (!strokes.length) return;
      event.preventDefault();
      form.elements.then.value = link.dataset.mode;
      form.requestSubmit();
    });
  }
  window.addEventListener("resize", draw);
  box.hidden = handles.hidden = false;
  load(box.dataset.photo, (picture) => { photo = picture; tell(); });
  if (box.dataset.veil) load(box.dataset.veil, (picture) => { veil = picture; draw(); });
}
