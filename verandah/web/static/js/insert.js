// Text put where the cursor is, in the place of what is marked, so that it can be undone like what was typed.

export function insert(field, text) {
  field.focus();
  // Deprecated, and the only way that keeps what can be undone.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, data: text, inputType: "insertText" }));
}
