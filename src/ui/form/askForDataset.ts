import { readdir } from 'node:fs/promises';
import { isArchive, isCsv } from '../../contract/dataFiles';
import type { Parameters } from '../../contract/parameters';
import { pick, type Choice } from '../sinks/quickInput';
import { window } from '../sinks/window';
import { setsToChooseFrom } from './formModel';

/** Lets a person choose MNIST, a folder or a file; undefined if nothing is to change. */
export async function askForDataset(parameters: Parameters): Promise<Parameters | undefined> {
  const mnist: Choice = { label: 'mnist', description: '60,000 + 10,000 handwritten digits, included' };
  const folder: Choice = {
    icon: 'folder',
    label: 'A folder of your own…',
    description: parameters.dataset === 'mnist' || isFile(parameters.dataset) ? '' : parameters.dataset,
    detail: 'PNG images in a folder for each class, IDX files as MNIST, Fashion-MNIST, EMNIST, KMNIST and QMNIST come, or CSV files',
  };
  const file: Choice = {
    icon: 'file',
    label: 'A file of your own…',
    description: isFile(parameters.dataset) ? parameters.dataset : '',
    detail: 'NumPy arrays (.npz) as Keras ships MNIST, or a CSV with a column of labels; its test.csv is found beside it',
  };
  const picked = await pick({
    title: 'Data set (dataset)',
    placeholder: 'What to train on',
    items: [mnist, folder, file],
    active: parameters.dataset === 'mnist' ? mnist : isFile(parameters.dataset) ? file : folder,
    canGoBack: true,
  });
  if (picked.how !== 'accepted') return undefined;
  if (picked.item === mnist) return { ...parameters, dataset: 'mnist' };
  const dataset = picked.item === file ? await askForFile() : await askForFolder();
  return dataset === undefined ? undefined : { ...parameters, dataset };
}

function isFile(dataset: string): boolean {
  return isArchive(dataset) || isCsv(dataset);
}

async function askForFile(): Promise<string | undefined> {
  const chosen = await window.showOpenDialog({
    canSelectFiles: true,
    title: 'File with images and labels',
    openLabel: 'Train on This File',
    filters: { 'Images and labels': ['npz', 'csv'] },
  });
  return chosen?.[0]?.fsPath;
}

async function askForFolder(): Promise<string | undefined> {
  const chosen = await window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    title: 'Folder with images and labels',
    openLabel: 'Train on This Folder',
  });
  return chosen?.[0] && askForSet(chosen[0].fsPath);
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
