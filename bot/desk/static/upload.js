// Sends a form with a file, shows how far it is, and goes where the answer leads.
"use strict";

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = form.querySelector("[data-progress]");
    const button = form.querySelector("button");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRF", document.querySelector("meta[name=csrf]").content);
    request.responseType = "document";
    request.upload.onprogress = (sent) => {
      const share = sent.total ? Math.floor((100 * sent.loaded) / sent.total) : 0;
      told.textContent = share < 100 ? `Sending: ${share} %` : "Reading the list…";
    };
    request.onerror = () => {
      told.textContent = "The connection was lost. Nothing was loaded.";
      button.disabled = false;
    };
    request.onload = () => {
      if (request.status === 200) {
        location.assign(request.responseURL);
        return;
      }
      const sentence = request.response && request.response.querySelector("h1");
      told.textContent = sentence ? sentence.textContent : "That did not work.";
      button.disabled = false;
    };
    button.disabled = true;
    request.send(new FormData(form));
  });
}
