// The theme gives its search dialog no name, so that screen readers announce a dialog of nothing.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
