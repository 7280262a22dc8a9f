import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'virtual:theme.css';
import './app.css';
import { App } from './app/index.js';
import { applyTheme } from './components/index.js';

applyTheme();
const root = document.getElementById('console');
if (root === null) throw new Error('index.html has no #console');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
