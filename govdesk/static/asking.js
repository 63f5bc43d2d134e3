// The questions of a request type: shows what is asked only sometimes, and keeps a draft. Without this file all
// questions show, each with when it counts, and a button keeps the draft.

const form = document.querySelector("#ask");
const kept = form.querySelector("[data-draft]");
const WAIT = 1500; // milliseconds after the last key
let waiting = 0;

// What is chosen, as conditions name it: yes and no are true and false there.
function given(key) {
  const chosen = form.querySelector(`input[name="f_${key}"]:checked`);
  return chosen && !chosen.closest("[data-question]").hidden ? chosen.value : null;
}

function fits(wanted, answer) {
  if (typeof wanted === "boolean") return answer === (wanted ? "yes" : "no");
  return Array.isArray(wanted) ? wanted.includes(answer) : wanted === answer;
}

// In their order: a question that is hidden may hide the next.
function showWhatCounts() {
  for (const question of form.querySelectorAll("[data-shown-when]")) {
    const conditions = Object.entries(JSON.parse(question.dataset.shownWhen));
    question.hidden = !conditions.every(([key, wanted]) => fits(wanted, given(key)));
  }
}

async function keepDraft() {
  const answer = await fetch(kept.dataset.draft, { method: "POST", body: new FormData(form), redirect: "manual" });
  if (answer.ok) kept.textContent = kept.dataset.kept;
  else if (answer.type === "opaqueredirect" || answer.status === 401) kept.textContent = kept.dataset.lost;
}

for (const words of form.querySelectorAll("[data-only-when]")) words.hidden = true;
form.addEventListener("change", showWhatCounts);
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => keepDraft().catch(() => {}), WAIT);
});
// What is sent is no draft any more.
form.addEventListener("submit", () => clearTimeout(waiting));
showWhatCounts();
