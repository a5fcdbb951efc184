// Makes the page quicker; without it every form and link works all the same. Written for browsers of 2017.
// All wording stands in the page; every text is set as text.
(function () {
  "use strict";

  var MOST = 30; // questions that are remembered
  var log = document.getElementById("log");
  var form = document.getElementById("ask");
  var before = document.getElementById("before");

  /** What this browser keeps under `name`; storage may be forbidden, or hold what isn't ours. */
  function kept(store, name, otherwise) {
    try { return JSON.parse(window[store].getItem(name)) || otherwise; } catch (error) { return otherwise; }
  }

  function keep(store, name, value) {
    try { window[store].setItem(name, JSON.stringify(value)); } catch (error) { /* works without it */ }
  }

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function parsed(text) { return new DOMParser().parseFromString(text, "text/html"); }

  function turnAt(url) {
    var found = null;
    each(log.children, function (turn) { if (turn.getAttribute("data-url") === url) found = turn; });
    return found;
  }

  function here() { return location.pathname + location.search; }

  // -- what works on every page

  function note(button, words) {
    var said = button.textContent;
    button.textContent = words;
    button.setAttribute("role", "status");
    setTimeout(function () { button.textContent = said; button.removeAttribute("role"); }, 2000);
  }

  function copy(text, button) {
    var words = document.body.getAttribute("data-copied");
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text).then(function () { note(button, words); }, function () {});
      return;
    }
    var field = document.createElement("textarea");
    field.value = text;
    document.body.appendChild(field);
    field.select();
    try { if (document.execCommand("copy")) note(button, words); } catch (error) { /* the text can be marked by hand */ }
    document.body.removeChild(field);
  }

  function shareLink(link) {
    var title = link.getAttribute("data-share");
    if (navigator.share) navigator.share({ title: title, url: link.href }).catch(function () {});
    else copy(link.href, link);
  }

  /** The passages around a button as they are quoted: each with its place. */
  function quoted(button) {
    var around = button.closest(".turn, .entry"), texts = [];
    each(around.querySelectorAll(".passage"), function (passage) {
      texts.push(passage.querySelector("blockquote").textContent + "\n" + passage.querySelector(".place a").textContent);
    });
    return texts.join("\n\n");
  }

  function rate(rating, button) {
    var data = new URLSearchParams();
    each(rating.elements, function (field) { if (field.type === "hidden") data.append(field.name, field.value); });
    data.append("verdict", button.value);
    fetch("/rate", { method: "POST", body: data, credentials: "same-origin" })
      .then(function (response) { return response.text(); })
      .then(function (text) {
        var said = document.createElement("p");
        said.setAttribute("role", "status");
        said.textContent = parsed(text).querySelector(".message p").textContent;
        rating.parentNode.replaceChild(said, rating);
      })
      .catch(function () { rating.submit(); });
  }

  function ready(root) {
    each(root.querySelectorAll("[data-copy]"), function (button) { button.hidden = false; });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target.closest("[data-copy],[data-share],[data-ask],.rate button") : null;
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.hasAttribute("data-copy")) copy(quoted(target), target);
    else if (target.hasAttribute("data-share")) { event.preventDefault(); shareLink(target); }
    else if (target.hasAttribute("data-ask") && canAsk) { event.preventDefault(); ask(target.getAttribute("href")); }
    else if (target.form && window.fetch && window.URLSearchParams) { event.preventDefault(); rate(target.form, target); }
  });

  each(document.querySelectorAll(".filters select"), function (choice) {
    choice.addEventListener("change", function () { choice.form.submit(); });
  });

  ready(document);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(function () {});

  // -- the page on which people ask

  var canAsk = Boolean(log && form && window.fetch && window.DOMParser && history.pushState);
  if (!form) return;
  var input = form.elements.q;

  function grow() {
    input.style.height = "auto";
    input.style.height = input.scrollHeight + "px";
  }

  function shows(url) {
    var welcome = document.querySelector(".welcome"), turn = turnAt(url);
    if (turn) {
      if (welcome) welcome.hidden = true;
      leanOn(turn);
      turn.scrollIntoView();
    } else if (url === "/" && welcome) {
      welcome.hidden = false;
      window.scrollTo(0, 0);
    } else location.reload();
  }

  /** The next question may lean on what a turn has shown. */
  function leanOn(turn) {
    var after = form.elements.after;
    after.value = turn.getAttribute("data-after");
    after.disabled = !after.value;
  }

  function remember(question, url) {
    var list = kept("localStorage", "asked", []).filter(function (one) { return one.url !== url; });
    list.unshift({ question: question, url: url });
    keep("localStorage", "asked", list.slice(0, MOST));
    listBefore();
  }

  function listBefore() {
    var list = kept("localStorage", "asked", []), rows = before.querySelector("ul");
    rows.textContent = "";
    each(list, function (one) {
      var row = document.createElement("li"), link = document.createElement("a");
      link.href = one.url;
      link.textContent = one.question;
      link.setAttribute("data-ask", "");
      row.appendChild(link);
      rows.appendChild(row);
    });
    before.hidden = !list.length;
  }

  function keepLog() {
    var turns = Array.prototype.slice.call(log.querySelectorAll(".turn")).slice(-MOST);
    keep("sessionStorage", "log", turns.map(function (turn) { return turn.outerHTML; }));
  }

  /** Puts back the turns before the one that the server has sent, after a reload or on the way back. */
  function restore() {
    var turns = kept("sessionStorage", "log", []).map(function (text) { return parsed(text).querySelector(".turn"); });
    var own = log.querySelector(".turn");
    var url = own && own.getAttribute("data-url");
    var place = turns.map(function (turn) { return turn && turn.getAttribute("data-url"); }).indexOf(url);
    turns.forEach(function (turn, number) {
      if (!turn || number === place) return;
      if (!own || place === -1 || number < place) log.insertBefore(turn, own);
      else log.appendChild(turn);
    });
    if (own) remember(own.querySelector(".said").lastChild.textContent, url);
    if (own) { keepLog(); shows(url); }
  }

  function problem(url, place) {
    var part = document.createElement("div"), words = document.createElement("p"), again = document.createElement("button");
    part.className = "turn problem";
    words.textContent = form.getAttribute("data-offline");
    again.textContent = form.getAttribute("data-again");
    again.type = "button";
    again.addEventListener("click", function () { log.removeChild(part); ask(url); });
    part.appendChild(words);
    part.appendChild(again);
    log.replaceChild(part, place);
  }

  /** Asks by the address that the form would open, and takes the turn out of the page that comes. */
  function ask(url) {
    var waiting = document.createElement("p");
    waiting.className = "waiting";
    waiting.textContent = form.getAttribute("data-waiting");
    log.appendChild(waiting);
    waiting.scrollIntoView();
    fetch(url, { credentials: "same-origin" })
      .then(function (response) { return response.text(); })
      .then(function (text) {
        var page = parsed(text), turn = page.querySelector(".turn"), known;
        if (!turn) { location.href = url; return; }
        url = turn.getAttribute("data-url");
        if ((known = turnAt(url))) log.removeChild(known);
        log.replaceChild(turn, waiting);
        ready(turn);
        document.title = page.title;
        if (here() !== url) history.pushState(null, "", url);
        remember(turn.querySelector(".said").lastChild.textContent, url);
        keepLog();
        shows(url);
      })
      .catch(function () { problem(url, waiting); });
  }

  form.addEventListener("submit", function (event) {
    var question = input.value.trim(), after = form.elements.after;
    if (!question) { event.preventDefault(); input.focus(); return; }
    if (!canAsk) return;
    event.preventDefault();
    input.value = "";
    grow();
    ask("/?q=" + encodeURIComponent(question) + (after.disabled ? "" : "&after=" + encodeURIComponent(after.value)));
  });

  input.addEventListener("input", grow);

  input.addEventListener("keydown", function (event) {
    var asked = kept("localStorage", "asked", []);
    // While an input method composes, Enter takes its suggestion; Safari says so by the key code alone.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowUp" && !input.value && asked.length) {
      event.preventDefault();
      input.value = asked[0].question;
      grow();
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    form.querySelector("button").click();
  });

  if (!canAsk) return;
  listBefore();
  document.getElementById("clear").addEventListener("click", function () {
    keep("localStorage", "asked", []);
    keep("sessionStorage", "log", []);
    log.textContent = "";
    listBefore();
    history.replaceState(null, "", "/");
    input.focus();
  });
  window.addEventListener("popstate", function () { shows(here()); });
  restore();
  if (window.matchMedia("(hover: hover) and (pointer: fine)").matches && !location.hash) input.focus({ preventScroll: true });
})();
