// Two clicks on the picture fill the four fields of the form around it. Without this, the fields are typed.
class DrawBox extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.image = this.querySelector("img");
    this.first = null;
    this.mark = document.createElement("div");
    this.mark.className = "drawn";
    this.append(this.mark);
    this.image.addEventListener("click", (event) => this.point(event));
    this.image.addEventListener("load", () => this.show());
    this.form.addEventListener("input", () => this.show());
    this.show();
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  point(event) {
    if (!this.image.naturalWidth) return; // the picture is still coming: nothing can be pointed at yet
    const shown = this.image.getBoundingClientRect();
    const across = Math.round(((event.clientX - shown.left) / shown.width) * (this.image.naturalWidth - 1));
    const down = Math.round(((event.clientY - shown.top) / shown.height) * (this.image.naturalHeight - 1));
    const from = this.first || [across, down];
    this.field("left").value = Math.min(from[0], across);
    this.field("right").value = Math.max(from[0], across);
    this.field("top").value = Math.min(from[1], down);
    this.field("bottom").value = Math.max(from[1], down);
    this.first = this.first ? null : [across, down];
    this.show();
  }

  show() {
    const [left, top, right, bottom] = ["left", "top", "right", "bottom"].map((name) => Number(this.field(name).value));
    const wide = this.image.naturalWidth, high = this.image.naturalHeight;
    this.mark.hidden = !(wide && right && bottom);
    if (this.mark.hidden) return;
    this.mark.style.left = `${(100 * left) / wide}%`;
    this.mark.style.top = `${(100 * top) / high}%`;
    this.mark.style.width = `${(100 * (right - left + 1)) / wide}%`;
    this.mark.style.height = `${(100 * (bottom - top + 1)) / high}%`;
  }
}
customElements.define("draw-box", DrawBox);
