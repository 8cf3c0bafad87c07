/** Bytes that a file is known by, where they stand, and what a person who has it under a data file's name can do. */
const signatures: readonly (readonly [text: string, offset: number, what: string, todo: string])[] = [
  ['version https://', 0, 'a pointer of Git LFS, and not the file that it stands for', 'Run "git lfs pull" in its repository.'],
  [
    'PK\x03\x04',
    0,
    'a zip archive (.zip or .npz)',
    'Unpack it; an archive of NumPy arrays is given by its own name, which ends with .npz.',
  ],
  ['\x1f\x8b', 0, 'a gzip file within a gzip file', 'Unpack it once (gunzip).'],
  ['\xfd7zXZ\0', 0, 'an xz file', 'Unpack it (unxz).'],
  ['BZh', 0, 'a bzip2 file', 'Unpack it (bunzip2).'],
  ['7z\xbc\xaf', 0, 'a 7z archive', 'Unpack it.'],
  ['\x28\xb5\x2f\xfd', 0, 'a zstd file', 'Unpack it (unzstd).'],
  ['ustar', 257, 'a tar archive', 'Unpack it (tar -xf).'],
  ['\x93NUMPY', 0, 'a NumPy array', 'Put training and test arrays into one .npz (np.savez), or write IDX files.'],
  ['\xff\xd8\xff', 0, 'a JPEG image', 'Images are read from PNG files: convert it.'],
  ['GIF8', 0, 'a GIF image', 'Images are read from PNG files: convert it.'],
  ['\x89PNG\r\n\x1a\n', 0, 'a PNG image', 'PNG images lie in a folder for each class.'],
  ['MATLAB', 0, 'a MATLAB file', 'The set is needed as IDX files, which EMNIST calls its binary format.'],
];

/** What of a page's beginning tells that it is one. */
const pages: readonly (readonly [beginning: RegExp, what: string])[] = [
  [/^\s*<(?:!doctype html|html|head|body)/i, 'an HTML page'],
  [/^\s*<\?xml/i, 'an XML document'],
];

/** As many bytes of a file's beginning are enough to say what it is. */
export const TELLING_BYTES = 512;

/**
 * What a file is that is no data file, and what to do about it, as sentences; undefined if it cannot be told.
 * @param head the beginning of the file, unpacked
 */
export function foreignFileInWords(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, TELLING_BYTES)).toString('latin1');
  const page = pages.find(([beginning]) => beginning.test(text.replace(/^\xef\xbb\xbf/, '')));
  if (page) {
    return `this is ${page[1]} and no data file: a server sent it in the file's place, such as an error or a page to sign in. Download the file again, and look whether its size is right.`;
  }
  const known = signatures.find(([bytes, offset]) => text.startsWith(bytes, offset));
  return known && `this is ${known[2]}. ${known[3]}`;
}

/** What to do about a file that is no PNG image, by its name, as a sentence. */
export function foreignPictureInWords(name: string): string {
  const isPicture = /\.(?:jpe?g|jfif|gif|bmp|tiff?|webp|p[gpbn]m|heic|avif)$/i.test(name);
  return isPicture
    ? 'Convert it: with ImageMagick “magick mogrify -format png”, and take the old files out.'
    : 'Take it out of the folder.';
}
