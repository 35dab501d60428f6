// Makes an editor of the form in which one writes a query: colours, completion, running without leaving the page.
// Without this the form is sent as it stands, and the answer is the same.

import { Asking } from "./query/asking";

for (const form of document.querySelectorAll<HTMLFormElement>("form.asking")) new Asking(form).begin();
