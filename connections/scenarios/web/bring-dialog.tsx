import { useState } from 'react'
import { Button, Dialog, ErrorLine, Field, t, told, useCommand } from '#web'

/** A recipe as a file: read here, checked by the server. */
export function BringDialog({ onClose }: { onClose: () => void }) {
  const [recipe, setRecipe] = useState<unknown>()
  const [wrong, setWrong] = useState<string>()
  const bring = useCommand<{ recipe: string }>('scenarios.recipe.import', {
    onDone: () => {
      told(t('The recipe is here. Install it when you like.'))
      onClose()
    },
  })
  const read = async (file: File | undefined) => {
    if (!file) return
    try {
      setRecipe(JSON.parse(await file.text()))
      setWrong(undefined)
    } catch {
      setRecipe(undefined)
      setWrong(t('This file is no recipe.'))
    }
  }
  return (
    <Dialog title={t('Bring a recipe')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (recipe !== undefined) bring.mutate({ recipe })
        }}
      >
        <Field
          label={t('File')}
          help={t(
            'A .recipe.json that was exported elsewhere. Nothing runs before it is installed.',
          )}
          error={wrong}
        >
          {(wires) => (
            <input
              {...wires}
              type="file"
              className="input"
              accept=".json,application/json"
              onChange={(event) => void read(event.target.files?.[0])}
            />
          )}
        </Field>
        <ErrorLine problem={bring.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={bring.isPending} disabled={recipe === undefined}>
            {t('Bring it')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
