(function () {
  var page = document;
  function light(id, on) {
    page.querySelectorAll('a[href="#' + id + '"],[id="' + id + '"],[data-p="' + id + '"]').forEach(function (part) {
      part.classList.toggle("lit", on);
    });
  }
  function passage(event) {
    var part = event.target.closest && event.target.closest('a[href^="#p"],mark');
    return part && (part.id || part.getAttribute("data-p") || part.getAttribute("href").slice(1));
  }
  [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]].forEach(function (kind) {
    page.addEventListener(kind[0], function (event) {
      var id = passage(event);
      if (id) light(id, kind[1]);
    });
  });
  function unfold(on) {
    page.querySelectorAll(on ? "details:not([open])" : "details[data-paper]").forEach(function (part) {
      part.open = on;
      part.toggleAttribute("data-paper", on);
    });
  }
  addEventListener("beforeprint", unfold.bind(null, true));
  addEventListener("afterprint", unfold.bind(null, false));
})();
