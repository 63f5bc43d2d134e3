// What plain forms and links cannot do alone. Every page works without this file.

// htmx sends the page's CSRF token with each request that changes something.
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector("input[name=csrf_token]");
  if (token) event.detail.ctx.request.headers["X-CSRFToken"] = token.value;
});

// A form is sent once: a second click while the answer is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.hasAttribute("aria-busy")) return event.preventDefault();
  form.setAttribute("aria-busy", "true");
});

// Coming back with the back button shows the page as it was left: the form must work again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

// A field for a person offers who may be meant, once the typing pauses; what is typed on meanwhile overtakes it.
let asking = new AbortController();
async function suggestPeople(field) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const words = field.value.trim();
  await new Promise((resume) => setTimeout(resume, 200));
  if (signal.aborted || words.length < 2) return;
  const answer = await fetch(`${field.dataset.suggests}?q=${encodeURIComponent(words)}`, { signal });
  if (!answer.ok) return;
  const offered = await answer.json();
  field.list.replaceChildren(...offered.map(({ value, label }) => Object.assign(new Option(label, value), { label })));
}
document.addEventListener("input", (event) => {
  const field = event.target;
  const isChosen = [...(field.list?.options ?? [])].some((option) => option.value === field.value);
  if (field.matches("input[data-suggests]") && !isChosen) suggestPeople(field).catch(() => {});
});

// The reader starts at what matters, once: the summary of what is wrong, or what the last change has to say.
function focusWhatMatters() {
  const found = document.querySelector("[role=alert][data-focus]") ?? document.querySelector("[data-focus]");
  found?.removeAttribute("data-focus");
  found?.focus();
}
document.addEventListener("htmx:after:swap", focusWhatMatters);
focusWhatMatters();
