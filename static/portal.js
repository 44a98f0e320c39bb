/* What the pages gain from a script: nothing typed is lost, focus goes where the news is.
   Every page works without this file. The words shown come from #portal-words, through gettext. */
(function () {
  "use strict";

  const words = () => document.getElementById("portal-words").dataset;
  const isWrite = (config) => config.verb !== "get";

  /* ---- The design system's own script: the menu of narrow windows, the dark scheme ---- */

  const design = document.currentScript && document.currentScript.dataset.design;

  function whenNeeded(query) {
    const media = window.matchMedia(query);
    const bring = () => media.matches && import(design);
    media.addEventListener("change", bring);
    bring();
  }

  if (design) ["(max-width: 61.99em)", "(prefers-color-scheme: dark)"].forEach(whenNeeded);

  /* ---- Saying things ---- */

  function announce(text) {
    document.getElementById("portal-status").textContent = text;
  }

  /* A page that looks again by itself does not repeat what it said last. */
  function announceNews(text, isAsked) {
    const status = document.getElementById("portal-status");
    if (isAsked || status.textContent !== text) announce(text);
  }

  function paragraph(text) {
    const p = document.createElement("p");
    p.textContent = text;
    return p;
  }

  function showTrouble(lines) {
    const place = alertPlace();
    if (place.dataset.said === lines.join("|")) return;
    const box = document.createElement("div");
    box.className = "fr-alert fr-alert--error fr-alert--sm";
    box.append(...lines.map(paragraph), closeButton(clearTrouble));
    place.replaceChildren(box);
    place.dataset.said = lines.join("|");
  }

  function clearTrouble() {
    const place = alertPlace();
    delete place.dataset.said;
    place.replaceChildren();
  }

  /* While the dialog is open, the page behind it is out of reach. */
  function alertPlace() {
    return document.querySelector("#sign-in[open] > [role=alert]") || document.getElementById("portal-alert");
  }

  function closeButton(onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fr-btn fr-btn--tertiary fr-btn--sm";
    button.textContent = words().close;
    button.addEventListener("click", onClick);
    return button;
  }

  /* ---- Requests that did not go through ---- */

  function troubleOf(xhr, config) {
    const said = words();
    if (!isWrite(config)) return said.reading;
    return said[xhr.status] || (xhr.status ? said.server : said.network);
  }

  /* The error that came back instead of a fragment: the server's own, or any whole document. */
  function errorPage(xhr) {
    if (xhr.status < 400 || !xhr.responseText) return null;
    const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const whole = /^\s*<(!doctype|html)/i.test(xhr.responseText) ? answer.body : null;
    return answer.querySelector("[data-error]") || whole;
  }

  function reportTrouble(event) {
    const { xhr, requestConfig } = event.detail;
    const page = errorPage(xhr);
    const reference = xhr.getResponseHeader("X-Request-ID") || (page && page.dataset.request);
    const lines = [troubleOf(xhr, requestConfig)];
    const reason = page && page.querySelector("[data-error-message]");
    if (reason && reason.textContent.trim()) lines.push(reason.textContent.trim());
    if (reference && xhr.status >= 500) lines.push(words().reference + " " + reference);
    showTrouble(lines);
    markUnsaved(event.detail.elt);
  }

  /* A page of error never takes the place of what was typed. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.shouldSwap || !errorPage(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    reportTrouble(event);
  });

  document.addEventListener("htmx:sendError", reportTrouble);
  document.addEventListener("htmx:timeout", reportTrouble);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) openSignIn(event);
    else reportTrouble(event);
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.xhr.status >= 400) return;
    clearTrouble();
    if (waiting && waiting.sent && waiting.elt === event.detail.requestConfig.elt) waiting = null;
  });

  /* ---- Session expired: sign in beside the form, then send it once ---- */

  let waiting = null;

  function openSignIn(event) {
    const { elt, requestConfig, xhr } = event.detail;
    markUnsaved(elt);
    if (dialog().contains(elt)) return;
    const cause = requestConfig.triggeringEvent || {};
    const address = signInAddress(xhr);
    const refused = Boolean(waiting && waiting.sent && waiting.elt === elt && waiting.address === address);
    waiting = {
      elt, address, refused, sent: false,
      submitter: cause.submitter || null, type: cause.type || "submit", focus: document.activeElement,
    };
    if (!dialog().open) dialog().showModal();
    /* A failure of this request is already reported by the listeners above. */
    window.htmx.ajax("GET", address, { target: "#sign-in-content", swap: "innerHTML" }).then(focusDialog, clearContent);
  }

  function clearContent() {
    document.getElementById("sign-in-content").replaceChildren();
  }

  /* The address comes from the answer, and is only ever one of ours. */
  function signInAddress(xhr) {
    const usual = "/connexion?dialogue=1";
    try {
      const url = new URL(JSON.parse(xhr.getResponseHeader("HX-Trigger"))["sign-in"].url, location.href);
      return url.origin === location.origin ? url.pathname + url.search : usual;
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError) return usual;
      throw error;
    }
  }

  function dialog() {
    return document.getElementById("sign-in") || makeDialog();
  }

  function makeDialog() {
    const box = document.createElement("dialog");
    box.id = "sign-in";
    box.className = "sign-in";
    box.setAttribute("aria-labelledby", "sign-in-title");
    const title = document.createElement("h2");
    title.id = "sign-in-title";
    title.textContent = words().expired;
    const content = document.createElement("div");
    content.id = "sign-in-content";
    const cancel = closeButton(() => box.close());
    cancel.textContent = words().cancel;
    const alert = document.createElement("div");
    alert.setAttribute("role", "alert");
    box.append(title, paragraph(words().expiredHelp), alert, content, cancel);
    box.addEventListener("close", giveFocusBack);
    document.body.append(box);
    return box;
  }

  function focusDialog() {
    const first = dialog().querySelector(".error-summary, #sign-in-content input:not([type=hidden])");
    if (first) first.focus();
  }

  function giveFocusBack() {
    clearContent();
    const button = waiting && (waiting.submitter || waiting.focus);
    if (button && button.isConnected) button.focus();
  }

  document.addEventListener("signed-in", (event) => {
    renewTokens(event.detail.csrf);
    if (!waiting) return;
    dialog().close();
    announce(waiting.refused ? words().again : words().back);
    if (!waiting.refused) sendAgain();
  });

  function renewTokens(token) {
    if (!token) return;
    document.querySelectorAll("input[name=csrf_token]").forEach((input) => { input.value = token; });
  }

  /* The same form with the same key, so that the server makes one thing of it. */
  function sendAgain() {
    const { elt, submitter, type } = waiting;
    waiting.sent = true;
    if (!elt.isConnected) return;
    if (elt instanceof HTMLFormElement && type === "submit") elt.requestSubmit(submitter);
    else window.htmx.trigger(elt, type);
  }

  /* ---- After a swap: how many were found is said, not the whole list; then the focus ---- */

  function within(root, selector) {
    return root.matches(selector) ? root : root.querySelector(selector);
  }

  /* Only for what the person did on purpose: a poll or a search as one types never takes the focus. */
  function isDeliberate(config) {
    const cause = config && config.triggeringEvent;
    return Boolean(cause) && (cause.type === "submit" || cause.type === "click");
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    const { elt, requestConfig } = event.detail;
    const root = elt && elt.isConnected ? elt : event.detail.target;
    if (!root || !root.isConnected || !root.matches) return;
    if (within(root, ".error-summary")) root.querySelectorAll("form[data-guard]").forEach(markUnsaved);
    const said = within(root, "[data-said]");
    if (said) announceNews(said.textContent.replace(/[ \n\t]+/g, " ").trim(), isDeliberate(requestConfig));
    if (isDeliberate(requestConfig)) focusNews(root);
  });

  function focusNews(root) {
    const news = within(root, ".error-summary") || within(root, "[data-focus]");
    if (news) news.focus();
    else if (document.activeElement === document.body) focusRoot(root.querySelector("h2, h3") || root);
  }

  function focusRoot(root) {
    root.setAttribute("tabindex", "-1");
    root.focus();
  }

  /* ---- Leaving with text that was not sent ---- */

  function markUnsaved(form) {
    if (form && form.matches && form.matches("form[data-guard]")) form.dataset.unsaved = "";
  }

  document.addEventListener("input", (event) => markUnsaved(event.target.closest("form")));
  document.addEventListener("submit", (event) => { delete event.target.dataset.unsaved; });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-guard][data-unsaved]")) event.preventDefault();
  });

  /* ---- On arrival ---- */

  function preparePrinting(root) {
    root.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
    root.querySelectorAll("[data-print-hint]").forEach((hint) => { hint.hidden = true; });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("htmx:load", (event) => preparePrinting(event.detail.elt.parentElement || document.body));

  function arrive() {
    preparePrinting(document);
    const summary = document.querySelector(".error-summary");
    if (summary) {
      summary.focus();
      document.querySelectorAll("form[data-guard]").forEach(markUnsaved);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", arrive);
  else arrive();
})();
