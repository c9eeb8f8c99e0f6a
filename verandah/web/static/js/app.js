// Everything here only smooths what already works with links and forms.
import "./menu.js";
import "./tabs.js";
import "./dialog.js";
import "./toast.js";
import "./partial.js";
import "./composer.js";
import "./live.js";
import "./time.js";
import "./copy.js";
import "./keys.js";
