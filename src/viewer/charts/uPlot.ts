// Comes before uPlot, which reads the language as soon as it is loaded.
import './usableLanguage.ts';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

// The only module that loads uPlot.
export default uPlot;
