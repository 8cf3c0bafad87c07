import { classNamesOf } from '../../../src/contract/classNames';
import { datasetOf, type DashboardState } from '../../../src/contract/dashboard';
import { metrics } from '../../../src/contract/metrics';
import type { Normalisation } from '../../../src/contract/normalisation';
import type { Evaluated } from '../../../src/contract/trainer';
import { confusionMatrixSvg } from '../../../src/report/confusionMatrixChart';
import { HEAT_MAP_FROM } from '../../../src/report/matrixScale';
import { classScoresCsv, confusionMatrixCsv } from '../../../src/report/csv';
import { loss, percent } from '../../../src/util/format';
import { mistakesInWords } from '../../../src/wording/mistakesInWords';
import { element, fill } from '../../shared/dom';
import { createExportMenu } from '../../shared/exportMenu';
import { createSegments } from '../../shared/segments';
import { createClassTable } from '../evaluation/classTable';
import { createCellImages } from '../evaluation/cellImages';
import { createCloserClass } from '../evaluation/closerClass';
import { createJumps } from '../evaluation/jumps';
import { createMatrixTable, MOST_THAT_FIT, type ConfusionCell } from '../evaluation/matrixTable';
import { createMistakesTable } from '../evaluation/mistakesTable';
import { send } from '../host';
import { createThresholdSection } from '../threshold/section';
import { prepareImages } from '../imageQuestions';
import { remember, remembered } from '../remembered';
import type { View } from './view';

const normalisationLabels: Readonly<Record<Normalisation, string>> = { counts: 'Counts', row: 'By row', column: 'By column', all: 'All' };

interface Shown {
  readonly evaluated: Evaluated;
  /** Of the classes. */
  readonly names: readonly string[];
  readonly label: string;
  readonly runId: string;
}

/** How well the run's model does on the test images: figures, confusion matrix, scores of each class. */
export function createEvaluationView(): View {
  const before = element('p', { class: 'muted' });
  const figures = element('dl', { class: 'testFigures' });
  const matrixTitle = element('h2', { id: 'matrixTitle' }, 'Confusion matrix');
  const classesTitle = element('h2', { id: 'classesTitle' }, 'Per class');
  const mistakesTitle = element('h2', { id: 'mistakesTitle' }, 'Most frequent mistakes');
  const openCell = (cell: ConfusionCell): void => {
    if (shown) images.open(cell, shown.names, true);
  };
  const lookCloser = (of: number | null): void => {
    remember({ closerClass: of });
    showCloser();
  };
  const matrix = createMatrixTable({ labelledBy: matrixTitle.id, onOpen: openCell, onClass: lookCloser });
  const closer = createCloserClass({ onChosen: lookCloser, onOpen: openCell });
  const images = createCellImages({
    onShown: cell => {
      matrix.mark(cell);
      content.classList.toggle('hasImages', cell !== undefined);
    },
    onClosed: cell => matrix.focus(cell),
  });
  // What is pointed at is likely to be opened next.
  for (const type of ['pointerenter', 'focusin'] as const) matrix.element.addEventListener(type, prepareImages);
  const mistakes = createMistakesTable(mistakesTitle.id);
  const classes = createClassTable(classesTitle.id, row => threshold.choose(row));
  const threshold = createThresholdSection(of => classes.mark(of));
  let shown: Shown | undefined;

  const showMatrix = (): void => {
    if (shown) matrix.show(shown.evaluated.scores.confusionMatrix, shown.names, remembered().normalisation);
  };
  const showCloser = (): void => {
    const confusions = shown?.evaluated.scores.confusionMatrix ?? [];
    const isLarge = confusions.length >= HEAT_MAP_FROM;
    closer.element.hidden = !isLarge;
    content.classList.toggle('isLarge', isLarge);
    root.classList.toggle('fewClasses', confusions.length <= MOST_THAT_FIT);
    if (shown && isLarge) closer.show(confusions, shown.names, remembered().closerClass);
  };
  /** What there is to save; the menus can be seen only while there is something. */
  const saved = <T>(of: (one: NonNullable<typeof shown>) => T): T => {
    if (!shown) throw new Error('There is nothing to save before the evaluation.');
    return of(shown);
  };

  const normalisation = createSegments<Normalisation>({
    label: 'Numbers of the confusion matrix',
    options: (Object.keys(normalisationLabels) as Normalisation[]).map(value => ({ value, label: normalisationLabels[value] })),
    value: remembered().normalisation,
    onChange: value => {
      remember({ normalisation: value });
      showMatrix();
    },
  });
  const exportMatrix = createExportMenu({
    label: 'Export the confusion matrix',
    fileName: () => saved(({ runId }) => `${runId}-confusion-matrix`),
    csv: () => saved(({ evaluated, names }) => confusionMatrixCsv(evaluated.scores.confusionMatrix, names, remembered().normalisation)),
    svg: palette =>
      saved(({ evaluated, names, label }) =>
        confusionMatrixSvg({
          matrix: evaluated.scores.confusionMatrix,
          classes: names,
          normalisation: remembered().normalisation,
          title: `Confusion matrix · ${label}`,
          palette,
        }),
      ),
    send,
  });
  const exportClasses = createExportMenu({
    label: 'Export the scores of each class',
    fileName: () => saved(({ runId }) => `${runId}-classes`),
    csv: () => saved(({ evaluated, names }) => classScoresCsv(evaluated.scores, names)),
    send,
  });

  const content = element(
    'div',
    { class: 'evaluation', hidden: '' },
    figures,
    element(
      'section',
      { class: 'card matrixCard', 'aria-labelledby': matrixTitle.id },
      element('div', { class: 'cardHead' }, matrixTitle, normalisation, element('div', { class: 'tools' }, exportMatrix)),
      matrix.element,
    ),
    closer.element,
    images.element,
    element(
      'section',
      { class: 'card mistakesCard', 'aria-labelledby': mistakesTitle.id },
      element('div', { class: 'cardHead' }, mistakesTitle),
      mistakes.element,
    ),
    element(
      'section',
      { class: 'card classesCard', 'aria-labelledby': classesTitle.id },
      element('div', { class: 'cardHead' }, classesTitle, classes.caption, element('div', { class: 'tools' }, exportClasses)),
      classes.element,
    ),
    threshold.element,
  );
  const jumps = createJumps([matrixTitle, classesTitle, threshold.title]);
  const root = element('div', { class: 'evaluationView' }, before, jumps, content);
  return {
    element: root,
    update(state) {
      const { evaluated } = state.run;
      content.hidden = jumps.hidden = !evaluated;
      before.hidden = evaluated !== undefined;
      if (!evaluated) {
        before.textContent = notEvaluated(state);
        return;
      }
      const isNew = shown?.evaluated !== evaluated;
      const isFirst = shown === undefined;
      const names = classNamesOf(datasetOf(state), evaluated.scores.confusionMatrix.length);
      shown = { evaluated, names, label: state.label, runId: state.runId };
      threshold.show({ runId: state.runId, label: state.label, evaluated, names });
      if (!isNew) return;
      fill(figures, testFigures(evaluated));
      showMatrix();
      showCloser();
      if (isFirst) images.restore(names);
      mistakes.show(evaluated.scores.confusionMatrix, names);
      classes.show(evaluated.scores, names);
    },
  };
}

function notEvaluated({ status }: DashboardState): string {
  return status === 'failed' ? 'Not evaluated: the run failed before.' : 'Evaluated on the test images once, after the last epoch.';
}

function testFigures({ accuracy, loss: testLoss, scores }: Evaluated): HTMLElement[] {
  const figure = (name: string, value: string, explained: string): HTMLElement =>
    element('div', {}, element('dt', {}, name), element('dd', {}, element('strong', {}, value), ` ${explained}`));
  return [
    figure(metrics.test_accuracy.label, percent(accuracy), mistakesInWords(scores.confusionMatrix, 'images')),
    ...(testLoss === null ? [] : [figure(metrics.test_loss.label, loss(testLoss), 'nats, mean cross-entropy')]),
  ];
}
