/**
 * Text from outside for the places of VS Code that show text but obey some of it: `[words](command:…)`, `(https:…)` and `(file:…)` are
 * links in notifications and in what stands below an input box; `$(name)` is an icon in lists, in the status bar and, again, there. Both
 * are taken apart by a word joiner, which is not seen. A backslash before `$(` would not do: a list that marks what was searched for may
 * cut between the two. Where VS Code obeys neither, as in trees, the joiner does no harm; where it may begin to, it does not matter.
 */
import { oneLine, visible } from '../../util/shownText';

const JOINER = '\u2060';
/** A window shows no more of a notification. */
const MESSAGE_LENGTH = 1_000;
const LABEL_LENGTH = 300;
const TOOLTIP_LENGTH = 2_000;

/** In a row of a list or a tree, a title, the status bar: one line. */
export function asLabel(text: string): string {
  return inert(oneLine(bare(text), LABEL_LENGTH));
}

/** In a notification, a dialog, below an input box: one line, as VS Code has it there anyway. */
export function asMessage(text: string): string {
  return inert(oneLine(bare(text), MESSAGE_LENGTH));
}

/** In a tooltip that is not Markdown: in as many lines as it had. */
export function asTooltip(text: string): string {
  const shown = visible(bare(text));
  return inert(shown.length <= TOOLTIP_LENGTH ? shown : oneLine(shown, TOOLTIP_LENGTH));
}

/** An entry of a log. Further lines are set off: none of them can be taken for an entry of its own. */
export function asLogEntry(text: string): string {
  return visible(text).replaceAll('\n', '\n    ');
}

function inert(text: string): string {
  return text.replaceAll(/[\]$](?=\()/g, `$&${JOINER}`);
}

/** The message of an error may already have been converted here. */
function bare(text: string): string {
  return text.replaceAll(/(?<=[\]$])\u2060(?=\()/g, '');
}
