import path from 'node:path';
import { Option, type Command } from 'commander';
import { MOST_IMAGES } from '../contract/formats/inspection';
import type { ImageListing, ListedImage } from '../contract/inspection';
import { cellImagesJson, cellOfRun, imagesOfCell } from '../queries/cellOfRun';
import { findRun } from '../runFolder/findRun';
import { counted, grouped, percent, table } from '../util/format';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import { savePictures } from './savePictures';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { withInspector } from './withInspector';

interface ImagesOptions extends RunsOption {
  readonly true: string;
  readonly predicted: string;
  readonly json?: true;
  readonly out?: string;
}

/** So many images with their pixels at once. */
const PICTURES = 100;

const details = `
Examples:
  digits images latest --true 4 --predicted 9
  digits images latest --true 4 --predicted 9 --out fours
  digits images latest --true 4 --predicted 9 --json | jq '.images[].index'`;

/** `digits images`: the test images behind a cell of a run's confusion matrix. */
export function addImagesCommand(program: Command, cli: Cli): void {
  program
    .command('images')
    .addArgument(runArgument('<id>'))
    .summary('list the images of a cell of the confusion matrix')
    .description('Lists the test images of a class that a run read as a class, the most confident first, or writes them as PNG files.')
    .usage('<id> --true <class> --predicted <class> [options]')
    .addHelpText('after', details)
    .requiredOption('--true <class>', 'The true class: its name, or its label.')
    .requiredOption('--predicted <class>', 'The class that it was read as: its name, or its label.')
    .addOption(runsOption())
    .addOption(new Option('--json', 'Write them as JSON.').conflicts('out'))
    .addOption(
      offering(new Option('--out <dir>', 'Write each as INDEX.png into a folder. A file that is there already stays as it is.'), {
        kind: 'folder',
      }),
    )
    .action(async (id: string, options: ImagesOptions) => {
      cli.exitCode = await images(id, options, cli);
    });
}

async function images(id: string, options: ImagesOptions, cli: Cli): Promise<number> {
  const { out } = cli.output;
  const folder = await findRun(runsFolder(options, cli), id);
  const cell = await cellOfRun(folder, { truth: options.true, predicted: options.predicted });
  const { names, truth, predicted } = cell;
  return withInspector(cli, async inspector => {
    const withPixels = options.out !== undefined;
    const ask = (offset: number): Promise<ImageListing> =>
      imagesOfCell(inspector, cell, { offset, count: withPixels ? PICTURES : MOST_IMAGES, withPixels });
    if (options.out !== undefined) {
      const saved = await savePictures(path.resolve(cli.cwd, options.out), pagesOf(ask));
      out.line(`${counted(saved.written, 'picture')} written to ${options.out}${saved.kept === 0 ? '' : `, ${saved.kept} were there`}.`);
      return ExitCode.done;
    }
    const shown: ListedImage[] = [];
    let found: Pick<ImageListing, 'total' | 'outOf'> = { total: 0, outOf: 0 };
    for await (const page of pagesOf(ask)) {
      found = page;
      for (const image of page.images) shown.push(image);
    }
    const { total, outOf } = found;
    if (options.json) {
      out.json(cellImagesJson(cell, found, shown), 2);
    } else {
      const share = outOf === 0 ? '' : ` (${percent(total / outOf)})`;
      out.line(`${grouped(total)} of ${counted(outOf, 'image')} of ${names[truth]} read as ${names[predicted]}${share}`);
      out.lines(total === 0 ? [] : imageTable(shown, names));
    }
    return ExitCode.done;
  });
}

/** All pages of a listing, one after the other. */
async function* pagesOf(ask: (offset: number) => Promise<ImageListing>): AsyncGenerator<ImageListing> {
  let offset = 0;
  for (;;) {
    const page = await ask(offset);
    yield page;
    offset += page.images.length;
    if (page.images.length === 0 || offset >= page.total) return;
  }
}

function imageTable(images: readonly ListedImage[], names: readonly string[]): string[] {
  const share = (probability: number | null): string => (probability === null ? '–' : probability.toFixed(3));
  const rows = images.map(({ index, confidence, top }) => [
    String(index),
    share(confidence),
    top.map(({ class: of, probability }) => `${names[of]} ${share(probability)}`).join(' · '),
  ]);
  return table([['index', 'confidence', 'most probable'], ...rows]);
}
