import { element, fill, setText } from '../../shared/dom';
import type { ChosenCurve } from './classChooser';
import { CurvesOfRun } from './curvesOfRun';
import type { ShownRun } from './shownCurves';
import { createWorkbench } from './workbench';

export interface ThresholdSection {
  readonly element: HTMLElement;
  readonly title: HTMLElement;
  /** Shows the curves of another class, or of a mean. */
  choose(of: ChosenCurve): void;
  /** Shows an evaluated run, whose curves are asked for when it is another one. */
  show(run: ShownRun): void;
}

/**
 * What a threshold on a class's probability comes to: its ROC and precision–recall curves, and the point on them that it chooses.
 * @param onChosen of which class, or mean, the curves are that are shown
 */
export function createThresholdSection(onChosen: (of: ChosenCurve) => void): ThresholdSection {
  const title = element('h2', { id: 'thresholdTitle' }, 'Threshold');
  const note = element('p', { class: 'muted thresholdNote', role: 'status' });
  const head = element('div', { class: 'cardHead' }, title);
  const root = element('section', { class: 'card thresholdCard', 'aria-labelledby': title.id }, head, note);
  const workbench = createWorkbench(onChosen);
  let shown: (ShownRun & { readonly curves: CurvesOfRun }) | undefined;

  const say = (words: string): void => {
    setText(note, words);
    if (note.parentElement === root) return;
    fill(head, title);
    fill(root, head, note);
  };
  const refresh = (): void => {
    if (!shown) return;
    const all = shown.curves.all;
    if (all.is === 'asked') return say('The curves are being worked out…');
    if (all.is === 'missing') return say(`The curves cannot be shown. ${all.why}`);
    if (all.value.outcome === 'none') return say(all.value.reason);
    if (workbench.element.parentElement !== root) {
      fill(head, title, workbench.head);
      fill(root, head, workbench.element);
    }
    workbench.show({ ...shown, drawable: all.value });
  };
  return {
    element: root,
    title,
    choose: of => workbench.choose(of),
    show: run => {
      const isSame = shown?.runId === run.runId && shown.evaluated === run.evaluated;
      if (isSame && shown?.label === run.label) return;
      const curves =
        isSame && shown
          ? shown.curves
          : new CurvesOfRun(() => {
              // What comes of an earlier run is not shown.
              if (shown?.curves === curves) refresh();
            });
      shown = { ...run, curves };
      refresh();
    },
  };
}
