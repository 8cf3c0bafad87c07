import path from 'node:path';
import { archivesAmong, csvSetsAmong } from '../../contract/dataFiles';
import { isWhole, setsAmong } from '../../contract/dataSets';
import { describeNetwork, mnistFormat } from '../../contract/network';
import { ParameterError, type Parameters } from '../../contract/parameters';
import { networkInWords } from '../../wording/networkInWords';
import { grouped } from '../../util/format';

/** What the form says of a set of parameters before it is trained. */
export interface Outlook {
  /** The layers in a line. */
  readonly layers: string;
  /** `53,578 weights`. */
  readonly weights: string;
  /** Why it cannot be trained. */
  readonly error: ParameterError | undefined;
}

/** What can be said of parameters without training them. */
export function outlook(parameters: Parameters): Outlook {
  try {
    const network = describeNetwork(parameters, mnistFormat);
    return { layers: networkInWords(network), weights: `${grouped(network.parameterCount)} weights`, error: undefined };
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    // The size of a folder's images is known only when it is read: its trainer checks.
    return { layers: '', weights: '', error: parameters.dataset === 'mnist' ? error : undefined };
  }
}

/**
 * What is wrong with a value together with the others; undefined if nothing is.
 * @param parameters with the value in it
 */
export function conflictOf(parameters: Parameters, name: keyof Parameters): string | undefined {
  const { error } = outlook(parameters);
  return error?.parameter === name ? error.expectation : error?.message;
}

/** The parameters with some of them set; what does not go together is found by `outlook`. */
export function withValue(parameters: Parameters, name: keyof Parameters, value: number | string): Parameters {
  return { ...parameters, [name]: value };
}

/** A data set that lies in a folder with others, as a row of a list. */
export interface SetChoice {
  readonly label: string;
  readonly description: string;
  /** The value of the parameter `dataset`. */
  readonly dataset: string;
}

/** The data sets of which a person is to choose one; none if the folder, by the names of its files, has only one or none. IDX files go first, as when it is read. */
export function setsToChooseFrom(folder: string, names: readonly string[]): SetChoice[] {
  const sets = setsAmong(names);
  if (sets.length === 0) return filesToChooseFrom(folder, names);
  const whole = sets.filter(isWhole);
  if (whole.length < 2) return [];
  return whole.map(({ name, prefix }) => ({
    label: name || path.basename(folder),
    description: `${prefix}train-images…`,
    dataset: path.join(folder, name),
  }));
}

function filesToChooseFrom(folder: string, names: readonly string[]): SetChoice[] {
  const archives = archivesAmong(names).map(file => ({ file, description: 'NumPy arrays' }));
  const tables = csvSetsAmong(names).map(({ train, test }) => ({
    file: train,
    description: test === undefined ? 'a seventh of it for the test' : `with ${test}`,
  }));
  const files = [...archives, ...tables];
  return files.length < 2 ? [] : files.map(({ file, description }) => ({ label: file, description, dataset: path.join(folder, file) }));
}
