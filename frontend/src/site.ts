// What every page has beside its content.

import { suggestIn } from "./site/suggestions";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) suggestIn(form);
