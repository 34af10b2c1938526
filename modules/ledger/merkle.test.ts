import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  consistencyProof,
  extendsTree,
  growingTree,
  hashLeaf,
  includes,
  inclusionProof,
  rootOf,
  type Hash,
} from './merkle.ts'

// The leaves and roots that Certificate Transparency's own tests use.
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = LEAVES.map((hex) => hashLeaf(Buffer.from(hex, 'hex')))

test('roots are those of Certificate Transparency, at once and leaf by leaf', () => {
  const tree = growingTree()
  for (const [index, root] of ROOTS.entries()) {
    tree.add(leaves[index]!)
    assert.equal(rootOf(leaves.slice(0, index + 1)).toString('hex'), root)
    assert.equal(tree.root().toString('hex'), root)
  }
  assert.equal(
    rootOf([]).toString('hex'),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
})

test('every leaf and every beginning is proven, and nothing else', () => {
  const many = Array.from({ length: 70 }, (_, n) => hashLeaf(Buffer.from(`leaf ${n}`)))
  const altered = (proof: Hash[]) => proof.map((each, at) => (at === 0 ? hashLeaf(each) : each))
  for (let size = 1; size <= many.length; size++) {
    const hashes = many.slice(0, size)
    const root = rootOf(hashes)
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(hashes, index)
      assert.ok(includes(root, size, index, hashes[index]!, proof))
      assert.ok(!includes(root, size, index, hashLeaf(hashes[index]!), proof))
      assert.ok(!includes(root, size, (index + 1) % size, hashes[index]!, proof) || size === 1)
      if (proof.length) assert.ok(!includes(root, size, index, hashes[index]!, altered(proof)))
      const older = { size: index + 1, root: rootOf(hashes.slice(0, index + 1)) }
      const grown = consistencyProof(hashes, older.size)
      assert.ok(extendsTree(older, { size, root }, grown))
      if (grown.length) {
        assert.ok(!extendsTree(older, { size, root }, altered(grown)))
        assert.ok(!extendsTree({ ...older, root: hashLeaf(root) }, { size, root }, grown))
      }
    }
  }
})

test('a tree over roots of full parts is the tree over their leaves', () => {
  const many = Array.from({ length: 45 }, (_, n) => hashLeaf(Buffer.from(`leaf ${n}`)))
  const parts = Array.from({ length: 6 }, (_, n) => rootOf(many.slice(8 * n, 8 * n + 8)))
  assert.ok(rootOf(parts).equals(rootOf(many)))
})
