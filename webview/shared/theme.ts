import type { Palette } from '../../src/report/palette';

/** The editor's theme as a chart needs it. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string, otherwise: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const foreground = variable('foreground', 'black');
  return {
    foreground,
    muted: variable('descriptionForeground', foreground),
    background: variable('editor-background', 'white'),
    training: variable('charts-blue', foreground),
    validation: opaque(variable('charts-orange', variable('charts-yellow', foreground))),
    context: variable('charts-lines', foreground),
    green: variable('charts-green', foreground),
    purple: variable('charts-purple', foreground),
    yellow: variable('charts-yellow', foreground),
    red: variable('charts-red', foreground),
    fontFamily: variable('font-family', 'sans-serif'),
  };
}

/** VS Code draws some of its chart colours over text and lets that shine through: a curve must be seen. */
function opaque(color: string): string {
  return color.replace(/^rgba\((.+),[^,]+\)$/, 'rgb($1)');
}

/** Calls back when the editor has another theme: it changes the class and the style of the document. What it returns ends that. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}
