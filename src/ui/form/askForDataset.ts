import { readdir } from 'node:fs/promises';
import type { Parameters } from '../../contract/parameters';
import { pick, type Choice } from '../sinks/quickInput';
import { window } from '../sinks/window';
import { setsToChooseFrom } from './formModel';

/** Lets a person choose MNIST or a folder; undefined if nothing is to change. */
export async function askForDataset(parameters: Parameters): Promise<Parameters | undefined> {
  const mnist: Choice = { label: 'mnist', description: '60,000 + 10,000 handwritten digits, included' };
  const folder: Choice = {
    icon: 'folder',
    label: 'A folder of your own…',
    description: parameters.dataset === 'mnist' ? '' : parameters.dataset,
    detail: 'Four IDX files, plain or .gz, as MNIST, Fashion-MNIST, EMNIST, KMNIST and QMNIST come',
  };
  const picked = await pick({
    title: 'Data set (dataset)',
    placeholder: 'What to train on',
    items: [mnist, folder],
    active: parameters.dataset === 'mnist' ? mnist : folder,
    canGoBack: true,
  });
  if (picked.how !== 'accepted') return undefined;
  if (picked.item === mnist) return { ...parameters, dataset: 'mnist' };
  const chosen = await window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    title: 'Folder with the four IDX files',
    openLabel: 'Train on This Folder',
  });
  const dataset = chosen?.[0] && (await askForSet(chosen[0].fsPath));
  return dataset === undefined ? undefined : { ...parameters, dataset };
}

/** Which of several data sets in a folder is meant; undefined if none was picked. What is wrong with a folder its trainer says. */
async function askForSet(folder: string): Promise<string | undefined> {
  const items = setsToChooseFrom(folder, await readdir(folder).catch(() => []));
  if (items.length === 0) return folder;
  const picked = await pick({
    title: 'Data set (dataset)',
    placeholder: `There are ${items.length} data sets in this folder: which one?`,
    items,
    canGoBack: true,
  });
  return picked.how === 'accepted' ? picked.item.dataset : undefined;
}
