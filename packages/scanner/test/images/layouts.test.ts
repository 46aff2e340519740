import { expect, it } from 'vitest'
import { layoutNotes, splitLayout } from '../../src/images/layouts.ts'
import { joinImages } from '../../src/shards/images.ts'

it('a layout is a reference and a path, which may hold what references do not', () => {
  expect(splitLayout('registry.example/shop/order:1=built/a=b.tar')).toEqual(['registry.example/shop/order:1', 'built/a=b.tar'])
  for (const text of ['registry.example/shop/order:1', '=built', 'registry.example/shop/order:1='])
    expect(splitLayout(text)).toBeUndefined()
})

it('parts of a repository say of layouts what the whole says', () => {
  const layouts = new Map(['order', 'user', 'cart'].map((name) => [`registry.example/shop/${name}:1`, `/built/${name}`]))
  const told = (...used: string[]) => layoutNotes(layouts, (name) => used.some((one) => name.includes(one)))
  const part = (...used: string[]) => ({ mode: 'all' as const, exploits: {}, images: [], notes: told(...used) })
  expect(joinImages([part('order'), part('user', 'order'), part()]).notes).toEqual(told('order', 'user'))
})
