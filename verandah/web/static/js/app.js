// Everything here only smooths what already works with links and forms.
import "./menu.js";
import "./tabs.js";
import "./dialog.js";
import "./toast.js";
import "./partial.js";
import "./composer.js";
import "./files.js";
import "./arrange.js";
import "./preview.js";
import "./live.js";
import "./time.js";
import "./copy.js";
import "./keys.js";
import "./gallery.js";
import "./video.js";
import "./audio.js";
import "./embed.js";
import "./order.js";

if (document.querySelector("[data-slides]")) import("./slides.js");
