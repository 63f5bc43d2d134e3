// Drag an entry of the calendar to another day. Without this file the link "Move" leads to the same form.

const calendar = document.querySelector("[data-calendar][data-moves]");
const dialog = document.querySelector("[data-move-dialog]");
const ENOUGH = 6; // pixels: less is a click
let drag = null;
let dropped = false;

function dayUnder(event) {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-day]");
}

function letGo() {
  drag?.entry.classList.remove("entry-dragged");
  drag?.entry.style.removeProperty("translate");
  drag?.target?.classList.remove("drop");
  drag = null;
}

// The form of the page that the link leads to, in a dialog; where it does not come, the page itself.
async function ask(schedule, day) {
  const address = `${calendar.dataset.moves}&${new URLSearchParams({ schedule, to: day })}`;
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("[data-move-form]");
    if (!answer.ok || !form) throw new Error("no form");
    const title = Object.assign(document.createElement("h2"), { textContent: page.querySelector("h1").textContent });
    dialog.replaceChildren(title, form);
    dialog.showModal();
    form.querySelector("textarea").focus();
  } catch {
    location.href = address;
  }
}

calendar?.addEventListener("pointerdown", (event) => {
  const entry = event.target.closest("[data-schedule]");
  // A finger scrolls.
  if (!entry || event.button !== 0 || event.pointerType === "touch") return;
  drag = { entry, x: event.clientX, y: event.clientY, from: entry.closest("[data-day]"), target: null, moved: false };
});

addEventListener("pointermove", (event) => {
  if (!drag) return;
  const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
  drag.moved ||= Math.hypot(x, y) > ENOUGH;
  if (!drag.moved) return;
  drag.entry.classList.add("entry-dragged");
  drag.entry.style.translate = `${x}px ${y}px`;
  const target = dayUnder(event);
  if (target === drag.target) return;
  drag.target?.classList.remove("drop");
  drag.target = target === drag.from ? null : target;
  drag.target?.classList.add("drop");
});

addEventListener("pointerup", () => {
  if (!drag) return;
  const { moved, target, entry } = drag;
  letGo();
  dropped = moved;
  setTimeout(() => (dropped = false));
  if (moved && target) ask(entry.dataset.schedule, target.dataset.day);
});

// The click that ends a drag opens nothing.
addEventListener("click", (event) => dropped && event.preventDefault(), { capture: true });

addEventListener("pointercancel", letGo);
addEventListener("keydown", (event) => event.key === "Escape" && letGo());
calendar?.addEventListener("dragstart", (event) => event.preventDefault());
dialog?.addEventListener("click", (event) => {
  const cancel = event.target.closest("a.btn");
  if (!cancel) return;
  event.preventDefault();
  dialog.close();
});
