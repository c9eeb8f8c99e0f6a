// Passkeys: asks the browser for one and sends what it says with the form around the button.
const form = document.querySelector("form[data-key]");
const button = form.querySelector("button[type=button]");
const trouble = form.querySelector("[role=alert][hidden]");
const isNew = "new" in form.dataset;

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

/** What the site asks for, as the browser wants it: bytes where JSON has text. */
function options() {
  const { publicKey } = JSON.parse(form.dataset.key);
  const asked = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (isNew) {
    asked.user = { ...asked.user, id: bytes(asked.user.id) };
    asked.excludeCredentials = known(asked.excludeCredentials);
  } else asked.allowCredentials = known(asked.allowCredentials);
  return { publicKey: asked };
}

/** What the key has answered, as JSON. */
function answer(key) {
  const response = { clientDataJSON: text(key.response.clientDataJSON) };
  if (isNew) {
    response.attestationObject = text(key.response.attestationObject);
    response.transports = key.response.getTransports?.() ?? [];
  } else {
    response.authenticatorData = text(key.response.authenticatorData);
    response.signature = text(key.response.signature);
    response.userHandle = key.response.userHandle ? text(key.response.userHandle) : null;
  }
  const { id, type } = key;
  return { id, type, rawId: text(key.rawId), response, clientExtensionResults: key.getClientExtensionResults() };
}

async function ask() {
  button.setAttribute("aria-busy", "true");
  trouble.hidden = true;
  try {
    const key = isNew ? await navigator.credentials.create(options()) : await navigator.credentials.get(options());
    form.elements.credential.value = JSON.stringify(answer(key));
    form.submit();
  } catch {
    trouble.textContent = form.dataset.textFailed;
    trouble.hidden = false;
    button.removeAttribute("aria-busy");
  }
}

if (window.PublicKeyCredential) {
  form.hidden = button.hidden = false;
  button.addEventListener("click", ask);
  // Enter in the field for the name is the same as the button.
  form.addEventListener("submit", (event) => (event.preventDefault(), ask()));
}
