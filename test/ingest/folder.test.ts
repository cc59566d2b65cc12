import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { filesIn, isFolder } from '../../src/ingest/folder.ts'
import { temporaryFolder } from '../temporary.ts'

const folderOf = (...names: string[]): string => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'folder-'))
  for (const name of names)
    if (name.endsWith('/')) mkdirSync(path.join(folder, name))
    else writeFileSync(path.join(folder, name), '')
  return folder
}
const namesIn = (folder: string) => {
  const { files, others } = filesIn(folder)
  return { files: files.map((file) => path.relative(folder, file)), others }
}

it('gives the data files in the order of their names, and names the rest', () => {
  const folder = folderOf('b.jsonl', 'a-00001.parquet', 'a-00000.parquet', 'c.csv.gz', 'D.JSON.ZST', 'e.tsv')
  expect(isFolder(folder)).toBe(true)
  expect(namesIn(folder)).toEqual({
    files: ['D.JSON.ZST', 'a-00000.parquet', 'a-00001.parquet', 'b.jsonl', 'c.csv.gz', 'e.tsv'],
    others: [],
  })
  const saved = folderOf('data-0.arrow', 'cache-1f2e.arrow', 'state.json', 'dataset_info.json', 'README.md')
  mkdirSync(path.join(saved, 'more.jsonl'))
  writeFileSync(path.join(saved, 'more.jsonl', 'x.jsonl'), '')
  writeFileSync(path.join(saved, '.hidden.jsonl'), '')
  expect(namesIn(saved)).toEqual({
    files: ['data-0.arrow'],
    others: [
      '.hidden.jsonl',
      'README.md',
      'cache-1f2e.arrow',
      'dataset_info.json',
      'more.jsonl (a folder)',
      'state.json',
    ],
  })
})

it('follows links, and leaves out those that lead nowhere', () => {
  const folder = folderOf('a.jsonl')
  symlinkSync(path.join(folder, 'a.jsonl'), path.join(folder, 'b.jsonl'))
  symlinkSync(path.join(folder, 'gone'), path.join(folder, 'c.jsonl'))
  expect(namesIn(folder)).toEqual({ files: ['a.jsonl', 'b.jsonl'], others: ['c.jsonl'] })
})

it.each<[string, string[], RegExp]>([
  ['an empty folder', [], /has no data files \(.jsonl, .*\); it is empty$/],
  ['one without data', ['README.md', 'model.bin'], /; it has README.md, model.bin$/],
  [
    'one of splits',
    ['dataset_dict.json', 'test/', 'train/'],
    /; it has dataset_dict.json, test \(a folder\), train \(a folder\); name a folder that has some$/,
  ],
])('refuses %s with what there is', (_, names, message) => {
  const folder = folderOf(...names)
  expect(() => filesIn(folder)).toThrow(InvalidInput)
  expect(() => filesIn(folder)).toThrow(message)
})

it('takes files and what is not there for no folders', () => {
  const folder = folderOf('a.jsonl')
  expect([path.join(folder, 'a.jsonl'), path.join(folder, 'none'), '-'].map(isFolder)).toEqual([
    false,
    false,
    false,
  ])
})
