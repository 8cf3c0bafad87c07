import * as vscode from 'vscode';

/** What newer editors make of a picture for a model: the types that this extension is written against do not have it yet. */
interface PictureParts {
  readonly image: (data: Uint8Array, mime: string) => unknown;
}

/** A PNG picture as a part of a tool's result; undefined in an editor whose results are text alone. */
export function picturePart(png: Uint8Array): unknown {
  const parts: unknown = Reflect.get(vscode, 'LanguageModelDataPart');
  return hasImages(parts) ? parts.image(png, 'image/png') : undefined;
}

function hasImages(parts: unknown): parts is PictureParts {
  return typeof parts === 'function' && 'image' in parts && typeof parts.image === 'function';
}
