import { Node, mergeAttributes } from '@tiptap/core'
import { NodeViewWrapper, ReactNodeViewRenderer, type ReactNodeViewProps } from '@tiptap/react'
import { useEffect, useRef, useState, type ComponentType } from 'react'
import { CardView, FileLink, PersonName, t, useAction } from '#web'
import { RecordBlock } from './record-block.tsx'
import { RecordsBlock } from './records-block.tsx'

/**
 * Blocks that hold references only: what they show is fetched by whoever reads, with his own rights.
 */
function reference(
  name: string,
  attributes: readonly string[],
  Body: ComponentType<{ attrs: Record<string, string> }>,
  inline = false,
) {
  const View = ({ node, selected }: ReactNodeViewProps) => (
    <NodeViewWrapper
      as={inline ? 'span' : 'div'}
      className={`block-${name} ${selected ? 'chosen' : ''}`}
      contentEditable={false}
      data-drag-handle
    >
      <Body attrs={node.attrs as Record<string, string>} />
    </NodeViewWrapper>
  )
  return Node.create({
    name,
    group: inline ? 'inline' : 'block',
    inline,
    atom: true,
    draggable: !inline,
    selectable: true,
    addAttributes: () => Object.fromEntries(attributes.map((each) => [each, { default: null }])),
    parseHTML: () => [{ tag: `tenon-${name}` }],
    renderHTML: ({ HTMLAttributes }) => [`tenon-${name}`, mergeAttributes(HTMLAttributes)],
    // A button or link inside is the block's own business, never the editor's.
    addNodeView: () =>
      ReactNodeViewRenderer(View, { stopEvent: ({ event }) => !/^(drag|drop)/.test(event.type) }),
  })
}

function Attached({ attrs: { file } }: { attrs: Record<string, string> }) {
  const { data, problem } = useAction<{ id: string; name: string; size: number }>(
    'files.file.get',
    file ? { file } : undefined,
  )
  if (problem)
    return <span className="missing">{t('This file is not there, or not yours to see.')}</span>
  return <FileLink value={data ?? { id: file }} />
}

function Picture({ attrs: { file } }: { attrs: Record<string, string> }) {
  return <img src={`/files/${file}?inline=1&size=1600`} alt={t('Picture')} loading="lazy" />
}

/** Changes of a card are told where it stands; who may read its record sees it without asking where. */
function CardBlock({ attrs: { card } }: { attrs: Record<string, string> }) {
  const place = useRef<HTMLDivElement>(null)
  const [document, setDocument] = useState<string>()
  useEffect(
    () => setDocument(place.current?.closest<HTMLElement>('[data-document]')?.dataset.document),
    [],
  )
  if (!card) return null
  return (
    <div ref={place}>
      <CardView card={card} {...(document ? { space: `documents.document:${document}` } : {})} />
    </div>
  )
}

export const blocks = [
  reference('card', ['card'], CardBlock),
  reference('record', ['entity', 'record'], RecordBlock),
  reference('records', ['entity', 'search', 'view'], RecordsBlock),
  reference('file', ['file'], Attached),
  reference('picture', ['file'], Picture),
  reference(
    'mention',
    ['person'],
    ({ attrs: { person } }) => (person ? <PersonName id={person} /> : null),
    true,
  ),
]
