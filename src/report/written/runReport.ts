import { runLabel } from '../../experiment/runLabel';
import { Markdown } from '../../util/markdown';
import { VERSION } from '../../util/version';
import { confusionMatrixSvg } from '../confusionMatrixChart';
import { paperPalette } from '../palette';
import { blocks, folded } from './blocks';
import { curvePictures, epochsTable } from './curvePictures';
import { quotedNotes } from './quotedNotes';
import { REPORT_MARK } from './reportMark';
import type { Picture, PictureFolder, Report, ReportedRun } from './reportedRun';
import { classesOf, classesTable, matrixTable, mistakesTable, resultsTable } from './results';
import { parametersTable, runFacts } from './runFacts';
import { thresholdPictures } from './thresholdPictures';

/** A run as Markdown, for the editor's preview and for GitHub. All that it says of the run is text. */
export function runReport(reported: ReportedRun, pictureFolder: PictureFolder): Report {
  const { scores, config, labels } = reported;
  const name = runLabel({ labels, parameters: config.parameters });
  const classes = classesOf(reported);
  const curves = curvePictures(reported);
  const matrix: Picture | undefined = scores && {
    name: 'confusion-matrix.svg',
    svg: confusionMatrixSvg({
      matrix: scores.confusionMatrix,
      classes,
      normalisation: 'counts',
      title: `Confusion matrix · ${name}`,
      palette: paperPalette,
    }),
  };
  const shown = (picture: Picture, description: string): Markdown => Markdown.image(description, `${pictureFolder}/${picture.name}`);
  const thresholds = thresholdPictures(reported, classes);
  const epochs = epochsTable(reported);
  const notes = quotedNotes(reported.notes);
  const body = blocks(
    Markdown.of`# ${name}`,
    resultsTable(reported),
    reported.remarks.map(remark => Markdown.of`${remark}`),
    notes && blocks(Markdown.of`## Notes`, notes),
    curves.length > 0
      ? blocks(
          Markdown.of`## Curves`,
          curves.map(picture => shown(picture, `${picture.title} by epoch`)),
          epochs && folded('Every epoch in figures', epochs),
        )
      : undefined,
    scores && matrix && evaluation(scores, classes, shown(matrix, 'Confusion matrix: a row a true class, a column a predicted one')),
    thresholds &&
      blocks(
        Markdown.of`## ROC and precision–recall`,
        thresholds.inWords,
        thresholds.pictures.map(picture =>
          shown(picture, `${picture.title} curves: the macro mean, and faint each class against the rest`),
        ),
      ),
    Markdown.of`## Configuration`,
    runFacts(reported),
    parametersTable(reported),
    Markdown.of`---\n\nWritten by Digits Lab ${VERSION} from the run ${reported.id}.`,
  );
  const titled = [...curves, ...(matrix ? [matrix] : []), ...(thresholds?.pictures ?? [])];
  const pictures = titled.map(({ name: file, svg }): Picture => ({ name: file, svg }));
  return { markdown: `${REPORT_MARK}\n\n${body.source}\n`, pictures };
}

function evaluation(scores: NonNullable<ReportedRun['scores']>, classes: readonly string[], picture: Markdown): Markdown {
  const inFigures = matrixTable(scores, classes);
  const mistakes = mistakesTable(scores, classes);
  return blocks(
    Markdown.of`## Confusion matrix`,
    picture,
    inFigures && folded('The matrix as a table', inFigures),
    mistakes && blocks(Markdown.of`### Most frequent mistakes`, mistakes),
    Markdown.of`## Scores of each class`,
    classesTable(scores, classes),
  );
}
