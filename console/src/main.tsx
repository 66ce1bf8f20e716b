import '~/api/zod'
import { createRoot } from 'react-dom/client'
import { App } from '~/App'
import '~/styles/all'

createRoot(document.getElementById('root')!).render(<App />)
