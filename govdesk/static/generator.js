// Makes a password in this page alone. It stands in an output, which no form sends, and is gone with the page.

// Without letters and digits that look alike.
const LETTERS = "abcdefghijkmnopqrstuvwxyz";
const ALPHABET = `${LETTERS}${"ABCDEFGHJKLMNPQRSTUVWXYZ"}${"23456789"}`;
const KINDS = [/[a-z]/, /[A-Z]/, /[0-9]/, /-/];
const GROUP = 5;

// One character, each as likely as any other: what would favour the first ones is thrown away.
function character() {
  const fair = 256 - (256 % ALPHABET.length);
  const [byte] = crypto.getRandomValues(new Uint8Array(1));
  return byte < fair ? ALPHABET[byte % ALPHABET.length] : character();
}

// In groups, with hyphens between them; `length` counts those too. Platforms ask for each kind of character.
function password(length) {
  const made = Array.from({ length }, (_, place) => (place % (GROUP + 1) === GROUP && place < length - 1 ? "-" : character())).join("");
  return KINDS.every((kind) => kind.test(made)) ? made : password(length);
}

for (const box of document.querySelectorAll("[data-generator]")) {
  const made = box.querySelector("[data-made]");
  const told = box.querySelector("[data-told]");
  const forget = () => { made.textContent = told.textContent = ""; };
  box.querySelector("[data-act=make]").addEventListener("click", () => {
    forget();
    made.textContent = password(Number(box.querySelector("select").value));
  });
  box.querySelector("[data-act=copy]").addEventListener("click", async ({ currentTarget }) => {
    if (!made.textContent) return;
    await navigator.clipboard.writeText(made.textContent);
    told.textContent = currentTarget.dataset.copied;
  });
  // Also when the browser keeps the page to show it again.
  addEventListener("pagehide", forget);
  box.hidden = false;
}
