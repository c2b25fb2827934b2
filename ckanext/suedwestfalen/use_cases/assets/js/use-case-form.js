/* The form of a use case: rows are added, removed and moved in the page, and datasets of the portal are suggested.
   Without this script the same buttons ask the server. */
"use strict";

this.ckan.module("use-case-rows", function ($) {
  return {
    options: { field: "", removed: "", moved: "" },

    initialize: function () {
      this.list = this.el.find("> ol");
      this.template = this.el.find("> template").html();
      this.el.on("click", "button[name=do]", this._onClick.bind(this));
    },

    _onClick: function (event) {
      var words = event.currentTarget.value.split(":");
      if (words[1] !== this.options.field) { return; }
      event.preventDefault();
      var row = $(event.currentTarget).closest("li");
      if (words[0] === "add") { this._add(); }
      if (words[0] === "remove") { this._remove(row); }
      if (words[0] === "up" && row.prev().length) { this._move(row, row.insertBefore.bind(row, row.prev()), event.currentTarget); }
      if (words[0] === "down" && row.next().length) { this._move(row, row.insertAfter.bind(row, row.next()), event.currentTarget); }
    },

    _add: function () {
      var row = $(this.template.trim());
      this.list.append(row);
      this._number();
      row.find("[data-module]").each(function () { this.ckanModule || window.ckan.module.initializeElement(this); });
      row.find(":input:visible").first().trigger("focus");
    },

    _remove: function (row) {
      var next = row.next().length ? row.next() : row.prev();
      row.remove();
      this._number();
      (next.length ? next.find(":input:visible") : this.el.find("> button")).first().trigger("focus");
      this._say(this.options.removed);
    },

    _move: function (row, move, button) {
      move();
      this._number();
      button.focus();
      this._say(this.options.moved.replace("%s", row.index() + 1));
    },

    _say: function (text) {
      this.el.find("[data-rows-status]").text(text);
    },

    /* The number in names, ids and labels is the place of the row: the order of the rows is what is saved. */
    _number: function () {
      var field = this.options.field;
      var pattern = new RegExp("^((?:field-)?" + field + "-)(?:\\d+|__ROW__)");
      this.list.children("li").each(function (place) {
        $(this).find("[data-row-number]").text(place + 1);
        $(this).find("*").addBack().each(function () {
          ["name", "id", "for", "aria-describedby"].forEach(function (name) {
            var value = this.getAttribute(name);
            if (value) {
              this.setAttribute(name, value.split(" ").map(function (word) {
                return word.replace(pattern, "$1" + place);
              }).join(" "));
            }
          }, this);
        });
        $(this).find("button[name=do]").each(function () {
          var words = this.value.split(":");
          this.value = [words[0], words[1], place].join(":");
        });
      });
    }
  };
});

this.ckan.module("use-case-form", function ($) {
  return {
    initialize: function () {
      var list = document.querySelector("#problems, #lacking");
      if (list && !window.location.hash) {
        // when all other modules are ready: some of them take the focus
        window.setTimeout(function () { list.focus(); }, 50);
      }
      this.el.on("input", "input[list=swf-uc-datasets]", this._onInput.bind(this));
      $("#lacking").on("click", "a[data-go]", this._onGo.bind(this));
    },

    /* A link to another page saves what was typed, as every button does. */
    _onGo: function (event) {
      var link = event.currentTarget;
      event.preventDefault();
      this.el.attr("action", this.el.attr("action").split("#")[0] + link.hash);
      this.el.append($("<input type=hidden name=do>").val(link.getAttribute("data-go")));
      this.el[0].submit();
    },

    _onInput: function (event) {
      var text = event.currentTarget.value;
      window.clearTimeout(this.waiting);
      if (text.length < 2 || /^https?:/.test(text)) { return; }
      this.waiting = window.setTimeout(this._suggest.bind(this, text), 250);
    },

    _suggest: function (text) {
      this.sandbox.client.call("GET", "package_autocomplete", "?limit=10&q=" + encodeURIComponent(text), function (answer) {
        $("#swf-uc-datasets").empty().append(answer.result.map(function (one) {
          return $("<option>").val(one.name).text(one.title);
        }));
      }, function () {});
    }
  };
});
