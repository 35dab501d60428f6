// What every page has beside its content.
export {};
