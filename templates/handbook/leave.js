// Leaving at once, after the pattern that GOV.UK publishes ("Exit this page"): by the button, or by pressing Shift
// three times, each press within five seconds of the one before. Left and right Shift count alike.
(() => {
  const button = document.querySelector("[data-leave]");
  const words = button.dataset;
  const lights = button.querySelector("i");
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "unseen";
  button.after(status);
  document.querySelector("[data-keys]").hidden = false;

  const PATIENCE = 5000;
  let presses = 0;
  let isModifier = false;
  let timer;

  function count(number) {
    presses = number;
    lights.hidden = number === 0;
    lights.textContent = "●".repeat(number) + "○".repeat(3 - number);
  }

  // Covered before the next page comes, which may take long. The entry in the history is replaced, so that the
  // back button does not lead here; pages that were read before stay in it, and the page says so.
  function leave() {
    clearTimeout(timer);
    count(0);
    const cover = document.createElement("p");
    cover.setAttribute("role", "alert");
    cover.className = "cover";
    document.body.classList.add("left");
    document.body.append(cover);
    cover.textContent = words.leaving;
    store?.setItem(LEFT, "1");
    location.replace(button.href);
  }

  function giveUp() {
    clearTimeout(timer);
    count(0);
    status.textContent = words.late;
    timer = setTimeout(() => (status.textContent = ""), PATIENCE);
  }

  // Whoever goes back after leaving comes to no page that was left or read before it, but to the first one. What is
  // kept for that, in this tab until it is closed, is that something was left, and nothing of what.
  const LEFT = "left";
  const [arrival] = performance.getEntriesByType("navigation");
  const store = (() => {
    try {
      return sessionStorage;
    } catch {
      return null; // the browser keeps nothing, or the folder may not
    }
  })();
  const first = document.querySelector(".bar a").href;
  function turnAway() {
    document.body.classList.add("left");
    location.replace(first);
  }
  if (store?.getItem(LEFT)) arrival?.type === "back_forward" ? turnAway() : store.removeItem(LEFT);

  button.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // Shift held for a capital letter is no press of its own: the letter's key comes up first, with Shift still down.
  // The other Shift still down is no letter: the two may be pressed in turn by two hands.
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      if (presses) giveUp();
      isModifier = event.shiftKey;
      return;
    }
    if (!isModifier) {
      count(presses + 1);
      if (presses === 3) return leave();
      status.textContent = presses === 1 ? words.two : words.one;
      clearTimeout(timer);
      timer = setTimeout(giveUp, PATIENCE);
    }
    isModifier = false;
  }, true);

  // A step is no page of its own in the history of such a page: leaving would replace only the last.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    location.replace(link.href);
  });

  // Some browsers show the page as it was left, cover and all, when one comes back to it.
  addEventListener("pageshow", (event) => {
    if (event.persisted && store?.getItem(LEFT)) return turnAway();
    if (document.body.classList.contains("left") && !document.querySelector(".cover")) return; // being turned away
    clearTimeout(timer);
    document.body.classList.remove("left");
    document.querySelector(".cover")?.remove();
    status.textContent = "";
    count(0);
  });
})();
