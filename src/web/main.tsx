import { render } from 'preact'
import { Page } from './page.tsx'
import './styles.css'

render(<Page />, document.getElementById('page')!)
