// A form that sends a file shows how far it is; what is answered takes the place of the page.
export function watchUploads() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-upload]") || ![...form.elements].some((field) => field.type === "file" && field.files.length)) return;
    event.preventDefault();
    send(form);
  });
}

function send(form) {
  const told = form.querySelector(".upload");
  const [bar, words] = [told.querySelector("progress"), told.querySelector("span")];
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  const say = (text) => { words.textContent = text; };
  request.upload.addEventListener("progress", (step) => {
    if (!step.lengthComputable) return;
    bar.value = Math.round((step.loaded / step.total) * 100);
    say(`${told.dataset.uploadWords} … ${bar.value} %`);
  });
  request.addEventListener("error", () => { button.disabled = false; bar.hidden = true; say(told.dataset.uploadFailed); });
  request.addEventListener("load", () => answered(request, form));
  told.hidden = bar.hidden = false;
  button.disabled = true;
  say(told.dataset.uploadWords);
  request.open("POST", form.action || location.href);
  request.setRequestHeader("X-Sent-By", "script");
  request.send(new FormData(form));
}

function answered(request, form) {
  if ((request.getResponseHeader("Content-Type") ?? "").startsWith("application/json")) {
    location.assign(JSON.parse(request.responseText).go);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  // Nobody should have to choose a file again because of a day that was missing.
  for (const field of form.querySelectorAll("input[type=file]")) {
    const again = document.getElementById(field.id);
    if (again && field.files.length) again.files = field.files;
  }
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  scrollTo(0, 0);
}
