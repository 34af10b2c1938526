import '@xyflow/react/dist/base.css'
import {
  BaseEdge,
  Background,
  Controls,
  EdgeLabelRenderer,
  Handle,
  MiniMap,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
} from '@xyflow/react'
import { Icon, t, useCatalog } from '#web'
import { useEffect, useMemo, useRef } from 'react'
import { DOT, LANE_HEIGHT, Spotted, type CanvasProps, type PlusAt } from './canvas-parts.tsx'
import { drawingOf, END, HEIGHT, TRIGGER, WIDTH, type Spot } from './layout.ts'

type Data = { spot: Spot; props: CanvasProps }
type Drawn = Node<Data>

/** Closer than this, a step that is let go goes there. */
const NEAR = 90

/** The flow drawn from its tree. Only this file knows React Flow; it is loaded when a canvas is shown. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Sheet {...props} />
    </ReactFlowProvider>
  )
}

function Sheet(props: CanvasProps) {
  const { flow, kinds, selected, editable, onSelect, onMove } = props
  const catalog = useCatalog()
  const drawing = useMemo(() => drawingOf(flow, kinds), [flow, kinds])
  const sheet = useReactFlow()
  const box = useRef<HTMLDivElement>(null)
  const nodes = useMemo(
    () =>
      drawing.spots.map((spot): Drawn => ({
        id: spot.id,
        type: 'spot',
        position: { x: spot.x, y: spot.y },
        data: { spot, props },
        width: spot.type === 'dot' ? DOT : WIDTH,
        height: spot.type === 'dot' ? DOT : spot.type === 'lane' ? LANE_HEIGHT : HEIGHT,
        draggable: editable && spot.type === 'step',
        selectable: false,
        focusable: false,
        connectable: false,
        zIndex: spot.type === 'step' ? 2 : 1,
      })),
    [drawing, props, editable],
  )
  const edges = useMemo(
    () =>
      drawing.lines.map((line): Edge => ({
        id: line.id,
        source: line.source,
        target: line.target,
        type: 'line',
        selectable: false,
        focusable: false,
        data: { plus: line.plus, props, catalog },
      })),
    [drawing, props, catalog],
  )
  // What was chosen elsewhere (a list, a run, an error) comes into sight.
  useEffect(() => {
    const spot = drawing.spots.find(({ id }) => id === selected)
    if (!spot || !box.current) return
    const { x, y, zoom } = sheet.getViewport()
    const left = spot.x * zoom + x
    const top = spot.y * zoom + y
    const { clientWidth, clientHeight } = box.current
    const inside =
      left >= 0 &&
      top >= 0 &&
      left + WIDTH * zoom <= clientWidth &&
      top + HEIGHT * zoom <= clientHeight
    if (!inside) void sheet.setCenter(spot.x + WIDTH / 2, spot.y + HEIGHT / 2, { zoom })
  }, [selected, drawing, sheet])

  const drop = (id: string, x: number, y: number) => {
    const places = plusesOf(drawing.spots, drawing.lines)
    const nearest = places.toSorted((a, b) => far(a, x, y) - far(b, x, y))[0]
    if (nearest && far(nearest, x, y) < NEAR) onMove?.(id, nearest.plus.block, nearest.plus.index)
    else onMove?.(id)
  }
  return (
    <div className="flow-canvas" ref={box}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODES}
        edgeTypes={LINES}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        minZoom={0.2}
        maxZoom={1.5}
        fitView
        fitViewOptions={{ maxZoom: 1, minZoom: 0.5, padding: 0.12 }}
        onPaneClick={() => onSelect(undefined)}
        onNodeDragStop={(_event, node) =>
          drop(node.id, node.position.x + WIDTH / 2, node.position.y + HEIGHT / 2)
        }
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'controls.zoomIn.ariaLabel': t('Closer'),
          'controls.zoomOut.ariaLabel': t('Further away'),
          'controls.fitView.ariaLabel': t('Show all'),
          'minimap.ariaLabel': t('Overview'),
        }}
      >
        <Background gap={20} size={1} color="var(--line)" />
        <Controls showInteractive={false} position="bottom-left" />
        <MiniMap
          pannable
          zoomable
          position="bottom-right"
          style={{ width: 150, height: 104 }}
          bgColor="var(--panel)"
          maskColor="color-mix(in srgb, var(--sunk) 70%, transparent)"
          nodeColor={(node) => colour(node as Drawn)}
          nodeBorderRadius={8}
        />
      </ReactFlow>
    </div>
  )
}

const colour = ({ data: { spot, props } }: Drawn): string => {
  if (spot.id === props.selected) return 'var(--accent)'
  if (spot.type === 'lane' || spot.type === 'dot') return 'transparent'
  return 'var(--line-strong)'
}

function SpotNode({ data: { spot, props } }: NodeProps<Drawn>) {
  return (
    <>
      {spot.id !== TRIGGER && <Handle type="target" position={Position.Top} />}
      <Spotted spot={spot} {...props} />
      {spot.id !== END && <Handle type="source" position={Position.Bottom} />}
    </>
  )
}

function LineEdge({ id, sourceX, sourceY, targetX, targetY, data }: EdgeProps) {
  const { plus, props } = data as { plus?: PlusAt; props: CanvasProps }
  const straight = Math.abs(sourceX - targetX) < 1
  // The turn lies near the end where lanes meet, so that what hangs below the plus is straight.
  const path = turned(sourceX, sourceY, targetX, targetY, plus ? targetY - 14 : sourceY + 14)
  return (
    <>
      <BaseEdge id={id} path={path} className="flow-line" />
      {plus && props.editable && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className="flow-plus nodrag nopan"
            style={{
              transform: `translate(-50%, -50%) translate(${sourceX}px, ${straight ? (sourceY + targetY) / 2 : sourceY + 22}px)`,
            }}
            aria-label={props.plusLabel(plus.after)}
            title={t('Add a step here')}
            onClick={() => props.onAdd?.(plus.block, plus.index)}
          >
            <Icon name="plus" size={14} />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

const CORNER = 10
/** Down, across, down. */
function turned(x: number, y: number, toX: number, toY: number, at: number): string {
  const wide = toX - x
  if (Math.abs(wide) < 1) return `M${x} ${y}V${toY}`
  const corner = Math.min(CORNER, Math.abs(wide) / 2, at - y, toY - at)
  const way = Math.sign(wide) * corner
  return `M${x} ${y}V${at - corner}Q${x} ${at} ${x + way} ${at}H${toX - way}Q${toX} ${at} ${toX} ${at + corner}V${toY}`
}

const NODES = { spot: SpotNode }
const LINES = { line: LineEdge }

interface PlusSpot {
  x: number
  y: number
  plus: PlusAt
}
function plusesOf(spots: Spot[], lines: ReturnType<typeof drawingOf>['lines']): PlusSpot[] {
  const byId = new Map(spots.map((spot) => [spot.id, spot]))
  return lines.flatMap((line) => {
    const from = byId.get(line.source)
    if (!line.plus || !from) return []
    const size = from.type === 'dot' ? DOT : WIDTH
    const tall = from.type === 'dot' ? DOT : from.type === 'lane' ? LANE_HEIGHT : HEIGHT
    return [{ x: from.x + size / 2, y: from.y + tall + 28, plus: line.plus }]
  })
}
const far = (spot: { x: number; y: number }, x: number, y: number) =>
  Math.hypot(spot.x - x, spot.y - y)
