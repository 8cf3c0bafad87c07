import { ParameterError, type Parameters } from '../contract/parameters';

/**
 * Checks that a data set that a run folder or a queue names, and not a person, is on this computer. Windows signs in as the user by itself
 * to a computer that a path names, so that a folder from elsewhere could have the credentials sent to any server.
 * @throws {ParameterError}
 */
export function checkOnThisComputer({ dataset }: Pick<Parameters, 'dataset'>, platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'win32' || !/^[\\/](?:[\\/]|\?\?)/.test(dataset)) return;
  throw new ParameterError(
    'dataset',
    dataset,
    'a file names this place on the network, and opening it would send your sign-in there; expected a folder of this computer. If you know it, give it a drive letter, or train a new run with the path typed in.',
  );
}
