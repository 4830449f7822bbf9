import type { Routes } from '@angular/router';

import { AnswerPage } from './answer/answer-page';
import { NotesPage } from './confirm/notes-page';
import { ReportPage } from './report/report-page';
import { UploadPage } from './upload/upload-page';
import { UserPage } from './users/user-page';
import { UsersPage } from './users/users-page';

const title = (name: string) => `${name} – rx-deferred in Angular`;

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'users' },
  { path: 'users', component: UsersPage, title: title('Users') },
  { path: 'users/:id', component: UserPage, title: title('User') },
  { path: 'upload', component: UploadPage, title: title('Upload') },
  { path: 'confirm', component: NotesPage, title: title('Confirm') },
  { path: 'answer', component: AnswerPage, title: title('Answer') },
  { path: 'report', component: ReportPage, title: title('Report') },
  { path: '**', redirectTo: 'users' },
];
